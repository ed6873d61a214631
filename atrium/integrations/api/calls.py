"""Calls: logged by people, and by telephone systems (R18)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr, StringConstraints

from atrium.clients.models import Client, Link
from atrium.conversations.callers import Caller, callers, heard, report
from atrium.conversations.models import Call, FollowUp
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, chosen_client, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Input, Instant, Patch, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Calls"])
READ = Bearer("calls:read", Can.CALLS_SEE)
WRITE = Bearer("calls:write", Can.CALLS_LOG)
type Way = Literal["in", "out"]
type End = Literal["reached", "message", "no_answer", "busy", "wrong_number"]
Number = Annotated[StrictStr, StringConstraints(max_length=60)]
_PLAIN = "direction number started_at duration outcome note external_id logged_at version".split()


class CallOut(Schema):
    """A call."""

    id: UUID
    client: UUID | None = Field(description="Null while nobody said whose number it is.")
    contact: Reference | None
    direction: Way = Field(description="`in`: they called.")
    number: str = Field(description="E.164 where it is one.", examples=["+442079460123"])
    started_at: datetime
    duration: int | None = Field(description="Seconds.")
    outcome: End
    note: str
    member: Reference | None = Field(description="Who spoke.")
    external_id: str = Field(description="What the telephone system calls it.")
    logged_at: datetime
    version: int


class FollowUpIn(Input):
    """A task that is added with the call."""

    due_on: Day = Field(examples=["2026-11-24"])
    title: StrictStr = Field("", max_length=300, examples=["Send the quote"])
    assignee: Id | None = Field(None, description="Of /members; the token's, where left out.")


class CallPatch(Patch):
    """What is to change; what is not sent stays."""

    direction: Way = "out"
    contact: Id | None = Field(None, description="One of the client's contacts.")
    number: Number = Field("", description="In any notation.", examples=["020 7946 0123"])
    started_at: Instant | None = Field(None, examples=["2026-11-20T09:00:00Z"])
    duration: int | None = Field(None, ge=0, le=604_800, description="Seconds.")
    outcome: End = "reached"
    note: StrictStr = Field("", max_length=20_000)
    member: Id | None = Field(None, description="Who spoke; of /members.")


class CallIn(CallPatch):
    """A call with a client."""

    follow_up: FollowUpIn | None = None


class ReportIn(Patch):
    """A call as a telephone system reports it: by its number alone."""

    number: Number = Field(
        description="The other one's, in any notation; empty if withheld.",
        examples=["020 7946 0123"],
    )
    direction: Way = "in"
    started_at: Instant | None = Field(None, description="Now, where it is left out.")
    duration: int | None = Field(None, ge=0, le=604_800, description="Seconds.")
    outcome: End = "reached"
    note: StrictStr = Field("", max_length=20_000)
    member: Id | None = Field(None, description="Who spoke; of /members.")
    external_id: Annotated[StrictStr, StringConstraints(max_length=200, strip_whitespace=True)] = (
        Field("", description="Its own key: what comes again with it completes the same call.")
    )


class WhoseCallIn(Input):
    """Whose call it was."""

    client: Id


class CallFilter(Paged):
    """Which calls."""

    direction: Way | None = None
    outcome: End | None = None
    since: Day | None = Field(None, description="Begun on this day or later.")
    removed: bool = Field(default=False, description="Instead: those removed.")


class CallerOut(Schema):
    """A client whose number it is."""

    client: Reference
    number: int
    contact: Reference | None
    name: str = Field(description="As a telephone shows it.", examples=["Mina Patel, Bar Ltd"])
    url: str = Field(description="The client's page.")


class CallersOut(Schema):
    """Whose number it is; nobody's where there are none."""

    number: str = Field(examples=["+442079460123"])
    callers: list[CallerOut]
    url: str = Field(description="To open when it rings: the client's page, or a choice.")


def _card(request: ApiRequest, call: Call) -> dict[str, Any]:
    members = words(request).members
    return {name: getattr(call, name) for name in _PLAIN} | {
        "id": call.public_id,
        "client": call.client.public_id if call.client else None,
        "contact": reference(call.contact),
        "member": reference(members.get(call.member_id or 0)),
    }


def _the_call(request: ApiRequest, call_id: UUID) -> Call:
    mine = Call.objects.within_reach_of(request.member)
    rows: QuerySet[Call, Call] = mine.kept()
    return found(request, rows.select_related("client", "contact"), call_id)


def _told(request: ApiRequest, data: CallPatch | ReportIn, client: Client | None) -> dict[str, Any]:
    told = data.sent()
    told.pop("follow_up", None)
    if told.get("member") is not None:
        told["member"] = chosen(words(request).active_members, told["member"], "member")
    if told.get("contact") is not None:
        links: Any = Link.objects.current().filter(client=client).select_related("contact")
        told["contact"] = chosen([link.contact for link in links], told["contact"], "contact")
    if "started_at" in told and told["started_at"] is None:
        del told["started_at"]
    return told


def _page(request: ApiRequest, rows: Any, query: CallFilter) -> HttpResponse:
    rows = rows.filter(binned_at__isnull=False) if query.removed else rows.kept()
    if query.direction:
        rows = rows.filter(direction=query.direction)
    if query.outcome:
        rows = rows.filter(outcome=query.outcome)
    if query.since:
        rows = rows.filter(started_at__gte=_midnight(request, query.since))
    page, cursor = paged(rows.select_related("client", "contact"), query, NEWEST)
    return answer({"items": [_card(request, call) for call in page], "next": cursor})


def _midnight(request: ApiRequest, day: date) -> datetime:
    zone = request.member.organisation.zone
    return datetime.combine(day, datetime.min.time(), zone)


@router.get("/calls", auth=READ, response=Page[CallOut], summary="List calls with all clients")
def list_all_calls(request: ApiRequest, query: Query[CallFilter]) -> HttpResponse:
    """The one logged last first."""
    return _page(request, Call.objects.visible_to(request.member), query)


@router.get(
    "/calls/unassigned", auth=WRITE, response=Page[CallOut], summary="List calls of unknown numbers"
)
def list_unassigned_calls(request: ApiRequest, query: Query[CallFilter]) -> HttpResponse:
    """Those that no client was found for, or several."""
    rows = Call.objects.filter(client=None)
    return _page(request, rows, query)


@router.get("/calls/lookup", auth=READ, response=CallersOut, summary="Whose number is it?")
def look_up_caller(
    request: ApiRequest, number: Annotated[str, StringConstraints(max_length=60)] = ""
) -> HttpResponse:
    """For the screen of a telephone: the clients the member may see that have this number."""
    kept = heard(number, request.member)
    some = callers(kept, request.member)
    home = f"{settings.BASE_URL}{request.member.organisation.get_absolute_url()}"
    url = f"{home}clients/{some[0].client.number}/" if len(some) == 1 else f"{home}calls/"
    return answer({"number": kept, "callers": [_caller(c, home) for c in some], "url": url})


def _caller(caller: Caller, home: str) -> dict[str, Any]:
    return {
        "client": reference(caller.client),
        "number": caller.client.number,
        "contact": reference(caller.contact),
        "name": caller.name,
        "url": f"{home}clients/{caller.client.number}/",
    }


@router.post(
    "/calls",
    auth=WRITE,
    response={200: CallOut, 201: CallOut},
    summary="Report a call from a telephone system",
)
def report_call(request: ApiRequest, data: ReportIn) -> HttpResponse:
    """Goes to the one live client with this number, else to the unassigned calls.

    200 where the `external_id` was reported before: what is sent now completes that call.
    """
    call, new = report(by=request.member, **_told(request, data, None))
    status = 201 if new else 200
    return answer(_card(request, call), status=status, location=f"/api/v1/calls/{call.public_id}")


@router.get(
    "/clients/{client_id}/calls", auth=READ, response=Page[CallOut], summary="List a client's calls"
)
def list_calls(request: ApiRequest, client_id: UUID, query: Query[CallFilter]) -> HttpResponse:
    """The one logged last first."""
    return _page(request, Call.objects.filter(client=the_client(request, client_id)), query)


@router.post(
    "/clients/{client_id}/calls", auth=WRITE, response={201: CallOut}, summary="Log a call"
)
def log_call(request: ApiRequest, client_id: UUID, data: CallIn) -> HttpResponse:
    """With a follow-up it is one act, so one Undo."""
    client = the_client(request, client_id)
    told = _told(request, data, client)
    if data.follow_up is not None:
        given = data.follow_up
        members = words(request).active_members
        who = chosen(members, given.assignee, "follow_up.assignee") if given.assignee else None
        told["follow_up"] = FollowUp(due_on=given.due_on, title=given.title, assignee=who)
    call = Call.log(client, by=request.member, **told)
    return answer(_card(request, call), status=201, location=f"/api/v1/calls/{call.public_id}")


@router.get("/calls/{call_id}", auth=READ, response=CallOut, summary="Read a call")
def read_call(request: ApiRequest, call_id: UUID) -> HttpResponse:
    """One call."""
    return answer(_card(request, _the_call(request, call_id)))


@router.patch("/calls/{call_id}", auth=WRITE, response=CallOut, summary="Change a call")
def change_call(request: ApiRequest, call_id: UUID, data: CallPatch) -> HttpResponse:
    """Only who spoke or a manager may."""
    call = _the_call(request, call_id)
    call.edit(by=request.member, **_told(request, data, call.client))
    return answer(_card(request, call))


@router.delete("/calls/{call_id}", auth=WRITE, response={204: None}, summary="Remove a call")
def bin_call(request: ApiRequest, call_id: UUID) -> HttpResponse:
    """For 30 days it can be brought back."""
    _the_call(request, call_id).bin(by=request.member)
    return nothing()


@router.post("/calls/{call_id}/restore", auth=WRITE, response=CallOut, summary="Bring a call back")
def restore_call(request: ApiRequest, call_id: UUID) -> HttpResponse:
    """Nothing happens when it was not removed."""
    mine = Call.objects.visible_to(request.member).select_related("client", "contact")
    call: Call = found(request, mine, call_id)
    call.unbin(by=request.member)
    return answer(_card(request, call))


@router.post("/calls/{call_id}/client", auth=WRITE, response=CallOut, summary="Assign a call")
def assign_call(request: ApiRequest, call_id: UUID, data: WhoseCallIn) -> HttpResponse:
    """Say whose it was, of one of an unknown number."""
    call = _the_call(request, call_id)
    call.assign(chosen_client(request, data.client, "client"), by=request.member)
    return answer(_card(request, call))

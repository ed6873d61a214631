"""Meetings: planned, changed, called off, who is asked, minutes (R14)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from ninja import Field, Query, Router

from atrium.clients.models import Client, Link
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.meeting_bodies import (
    CancelIn,
    MeetingIn,
    MeetingOut,
    MeetingPatch,
    MinutesIn,
    PeopleIn,
)
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Instant
from atrium.meetings.models import Attendee, Meeting, Scope
from atrium.meetings.repeating import Every, Repeat
from atrium.organisations.permissions import Can

router = Router(tags=["Meetings"])
READ = Bearer("meetings:read", Can.MEETINGS_SEE)
WRITE = Bearer("meetings:write", Can.MEETINGS_WRITE)
_PLAIN = (
    "title agenda place link starts_at ends_at timezone minutes reason sequence version".split()
)
_WORDS = ("title", "agenda", "place", "link")


class MeetingFilter(Paged):
    """Which meetings."""

    since: Instant | None = Field(None, description="Those that end after this moment.")
    until: Instant | None = Field(None, description="Those that begin before this moment.")
    cancelled: bool | None = None


class AllMeetingsFilter(MeetingFilter):
    """Which meetings of all clients."""

    who: UUID | Literal["me"] | None = Field(None, description="Whose: of /members, or `me`.")


def _card(request: ApiRequest, meeting: Meeting) -> dict[str, Any]:
    members = words(request).members
    return {name: getattr(meeting, name) for name in _PLAIN} | {
        "id": meeting.public_id,
        "uid": meeting.uid,
        "client": meeting.client.public_id,
        "organiser": reference(members.get(meeting.organiser_id or 0)),
        "repeats": meeting.series_id is not None,
        "cancelled": meeting.is_cancelled,
        "attendees": [
            _attendee(request, one, meeting)
            for one in meeting.attendees.all()
            if one.withdrawn_at is None
        ],
    }


def _attendee(request: ApiRequest, one: Attendee, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "member": reference(words(request).members.get(one.member_id or 0)),
        "contact": reference(one.contact),
        "name": one.name,
        "address": one.address,
        "answer": one.answer,
        "comment": one.comment,
        "answered_at": one.answered_at,
        "told": one.asked_sequence is not None and one.asked_sequence >= meeting.sequence,
    }


def _rows(request: ApiRequest) -> Any:
    asked = Prefetch("attendees", Attendee.objects.select_related("contact").order_by("id"))
    rows = Meeting.objects.visible_to(request.member).select_related("client", "series")
    return rows.prefetch_related(asked)


def _the_meeting(request: ApiRequest, meeting_id: UUID) -> Meeting:
    meeting: Meeting = found(request, _rows(request), meeting_id)
    return meeting


def _anew(request: ApiRequest, meeting: Meeting, status: int = 200) -> HttpResponse:
    card = _card(request, _rows(request).get(pk=meeting.pk))
    where = f"/api/v1/meetings/{meeting.public_id}" if status == 201 else ""  # noqa: PLR2004 - Created
    return answer(card, status=status, location=where)


def _page(request: ApiRequest, rows: Any, query: MeetingFilter) -> HttpResponse:
    if query.since:
        rows = rows.filter(ends_at__gt=query.since)
    if query.until:
        rows = rows.filter(starts_at__lt=query.until)
    if query.cancelled is not None:
        rows = rows.filter(cancelled_at__isnull=not query.cancelled)
    page, cursor = paged(rows, query, NEWEST)
    return answer({"items": [_card(request, one) for one in page], "next": cursor})


def _people(request: ApiRequest, client: Client, data: PeopleIn) -> dict[str, Any]:
    links: Any = Link.objects.current().filter(client=client).select_related("contact")
    contacts = [link.contact for link in links] if data.contacts else []
    members = words(request).active_members
    return {
        "members": [chosen(members, key, "members") for key in data.members],
        "contacts": [chosen(contacts, key, "contacts") for key in data.contacts],
        "addresses": data.addresses,
    }


@router.get(
    "/meetings", auth=READ, response=Page[MeetingOut], summary="List meetings with all clients"
)
def list_all_meetings(request: ApiRequest, query: Query[AllMeetingsFilter]) -> HttpResponse:
    """The one planned last first."""
    rows = _rows(request)
    if query.who == "me":
        rows = rows.with_member(request.member)
    elif query.who is not None:
        rows = rows.with_member(chosen(words(request).members.values(), query.who, "who"))
    return _page(request, rows, query)


@router.get(
    "/clients/{client_id}/meetings",
    auth=READ,
    response=Page[MeetingOut],
    summary="List a client's meetings",
)
def list_meetings(
    request: ApiRequest, client_id: UUID, query: Query[MeetingFilter]
) -> HttpResponse:
    """The one planned last first."""
    return _page(request, _rows(request).filter(client=the_client(request, client_id)), query)


@router.post(
    "/clients/{client_id}/meetings",
    auth=WRITE,
    response={201: MeetingOut},
    summary="Plan a meeting",
)
def plan_meeting(request: ApiRequest, client_id: UUID, data: MeetingIn) -> HttpResponse:
    """Who is asked is told by mail some seconds later. Of a repeated one the first is answered."""
    client = the_client(request, client_id)
    told = data.repeat
    repeat = Repeat(every=Every(told.every), until=told.until) if told else None
    meeting = Meeting.plan(
        client,
        by=request.member,
        starts_at=data.starts_at,
        ends_at=data.ends_at,
        zone=data.timezone or "",
        repeat=repeat,
        ask=_people(request, client, data.ask) if data.ask else None,  # type: ignore[arg-type]
        **{name: getattr(data, name) for name in _WORDS},
    )
    return _anew(request, meeting, 201)


@router.get("/meetings/{meeting_id}", auth=READ, response=MeetingOut, summary="Read a meeting")
def read_meeting(request: ApiRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting."""
    return answer(_card(request, _the_meeting(request, meeting_id)))


@router.patch(
    "/meetings/{meeting_id}", auth=WRITE, response=MeetingOut, summary="Change or move a meeting"
)
def change_meeting(request: ApiRequest, meeting_id: UUID, data: MeetingPatch) -> HttpResponse:
    """Answers given for an earlier time do not count for a new one."""
    meeting, sent = _the_meeting(request, meeting_id), data.sent()
    meeting.rearrange(
        by=request.member,
        starts_at=sent.get("starts_at") or meeting.starts_at,
        ends_at=sent.get("ends_at") or meeting.ends_at,
        scope=Scope(data.scope),
        **{name: sent[name] for name in _WORDS if name in sent},
    )
    return _anew(request, meeting)


@router.post(
    "/meetings/{meeting_id}/cancel", auth=WRITE, response=MeetingOut, summary="Cancel a meeting"
)
def cancel_meeting(request: ApiRequest, meeting_id: UUID, data: CancelIn) -> HttpResponse:
    """It stays, with its reason; who was asked is told."""
    meeting = _the_meeting(request, meeting_id)
    meeting.cancel(by=request.member, reason=data.reason, scope=Scope(data.scope))
    return _anew(request, meeting)


@router.put(
    "/meetings/{meeting_id}/minutes", auth=WRITE, response=MeetingOut, summary="Write the minutes"
)
def write_minutes(request: ApiRequest, meeting_id: UUID, data: MinutesIn) -> HttpResponse:
    """Refused before it begins."""
    meeting = _the_meeting(request, meeting_id)
    meeting.write_minutes(by=request.member, text=data.text)
    return _anew(request, meeting)


@router.post(
    "/meetings/{meeting_id}/attendees", auth=WRITE, response=MeetingOut, summary="Ask people"
)
def ask_people(request: ApiRequest, meeting_id: UUID, data: PeopleIn) -> HttpResponse:
    """To those that follow of a series as well; who is asked already stays as they are."""
    meeting = _the_meeting(request, meeting_id)
    rows = list(meeting.meant(Scope.FOLLOWING)) or [meeting]
    Attendee.ask(rows, by=request.member, **_people(request, meeting.client, data))
    return _anew(request, meeting)


@router.delete(
    "/meetings/{meeting_id}/attendees/{attendee_id}",
    auth=WRITE,
    response={204: None},
    summary="Take somebody off",
)
def withdraw_attendee(request: ApiRequest, meeting_id: UUID, attendee_id: UUID) -> HttpResponse:
    """Off those that follow of a series as well; they are told."""
    meeting = _the_meeting(request, meeting_id)
    standing = meeting.attendees.filter(withdrawn_at=None)
    attendee: Attendee = found(request, standing, attendee_id)
    rows = list(meeting.meant(Scope.FOLLOWING)) or [meeting]
    Attendee.withdraw(rows, attendee, by=request.member)
    return nothing()

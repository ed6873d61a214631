"""SMS with clients: sent, taken back, sent again, and read as far as the member sees them (R17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.conversations.mail.sight import as_seen
from atrium.conversations.models import Level, Sms, SmsNumber
from atrium.conversations.sms.composing import chosen_people
from atrium.conversations.sms.people import ITSELF
from atrium.conversations.sms.segments import LONGEST, counted
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input, Instant, Reference, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["SMS"])
READ = Bearer("messages:read", Can.MAIL_SEE)
WRITE = Bearer("messages:write", Can.MAIL_SEND)
type Standing = Literal[
    "scheduled",
    "queued",
    "leaving",
    "sent",
    "delivered",
    "failed",
    "unknown",
    "received",
    "ignored",
]


class SmsNumberOut(Schema):
    """What SMS leave from. Its account and token are told to nobody."""

    id: UUID
    name: str
    number: str = Field(
        description="E.164; empty where it is a service.", examples=["+447700900123"]
    )
    is_default: bool


class SmsNumbersOut(Schema):
    """Those that the member may send from, the default one first."""

    items: list[SmsNumberOut]


class SmsOut(Schema):
    """An SMS, as far as the member sees it."""

    id: UUID
    direction: Literal["in", "out"]
    state: Standing = Field(
        description="`unknown`: nobody knows whether the provider took it; look there before it is sent again."
    )
    seen: Literal["exists", "subject", "all"] = Field(
        description="How much of it: `subject` is with whom."
    )
    phone: str = Field(description="The other one's, E.164.", examples=["+447700900461"])
    contact: Reference | None
    text: str
    segments: int = Field(description="As how many SMS it was sent.")
    problem: str = Field(description="Why it failed, in words.")
    author: Reference | None
    at: datetime


class SentOut(Schema):
    """One for each who was named."""

    items: list[SmsOut]


class SmsIn(Input):
    """An SMS to one or several of a client's contacts."""

    text: StrictStr = Field(
        min_length=1, max_length=LONGEST, examples=["We are there tomorrow at nine."]
    )
    to: list[Id] = Field([], max_length=50, description="Contacts of the client; each gets one.")
    to_client: YesNo = Field(default=False, description="To the client's own number as well.")
    number: Id | None = Field(None, description="Of /sms/numbers; the default, where left out.")
    leave_at: Instant | None = Field(
        None, description="In ten seconds, where left out.", examples=["2030-11-24T09:00:00Z"]
    )


def _card(request: ApiRequest, sms: Sms, level: int) -> dict[str, Any]:
    seen = as_seen(sms, level)
    inward = seen.direction == "in"
    party = seen.sender if inward else next(iter(seen.receivers), None)
    return {
        "id": sms.public_id,
        "direction": seen.direction,
        "state": seen.state,
        "seen": {Level.EXISTS: "exists", Level.SUBJECT: "subject"}.get(seen.level, "all"),
        "phone": party.address if party else "",
        "contact": reference(party.contact) if party else None,
        "text": seen.text,
        "segments": counted(seen.text).segments,
        "problem": seen.problem,
        "author": reference(words(request).members.get(sms.author_id or 0)),
        "at": seen.at,
    }


def _rows(request: ApiRequest) -> Any:
    rows: Any = Sms.objects.visible_to(request.member)
    return rows.sms().prefetch_related("parties__contact", "attachments")


def _own(request: ApiRequest, sms_id: UUID) -> Sms:
    sms: Sms = found(request, _rows(request).at_level(Level.ALL), sms_id)
    return sms


@router.get("/sms/numbers", auth=READ, response=SmsNumbersOut, summary="List numbers for SMS")
def list_sms_numbers(request: ApiRequest) -> HttpResponse:
    """Those the member may send from."""
    numbers = SmsNumber.objects.usable_by(request.member)
    items = [
        {"id": n.public_id, "name": n.name, "number": n.number, "is_default": n.is_default}
        for n in numbers
    ]
    return answer({"items": items})


@router.get(
    "/clients/{client_id}/sms", auth=READ, response=Page[SmsOut], summary="List a client's SMS"
)
def list_sms(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """The newest first, as far as the member sees them."""
    client = the_client(request, client_id)
    page, cursor = paged(_rows(request).of_client(client), query, NEWEST)
    return answer({"items": [_card(request, sms, sms.seen) for sms in page], "next": cursor})


@router.post("/clients/{client_id}/sms", auth=WRITE, response={201: SentOut}, summary="Send an SMS")
def send_sms(request: ApiRequest, client_id: UUID, data: SmsIn) -> HttpResponse:
    """One to each. 422 names those without a mobile number and those who are not to be contacted."""
    client = the_client(request, client_id)
    numbers = list(SmsNumber.objects.usable_by(request.member))
    if not numbers:
        raise Invalid([("number", "No number is set up for SMS that you may send from.")])
    number = chosen(numbers, data.number, "number") if data.number else numbers[0]
    keys = [*map(str, data.to), *([ITSELF] if data.to_client else [])]
    people = chosen_people(client, keys)
    with transaction.atomic():
        some = Sms.write(
            client, data.text, people, by=request.member, number=number, at=data.leave_at
        )
    return answer({"items": [_card(request, sms, Level.ALL) for sms in some]}, status=201)


@router.get("/sms/{sms_id}", auth=READ, response=SmsOut, summary="Read an SMS")
def read_sms(request: ApiRequest, sms_id: UUID) -> HttpResponse:
    """One SMS."""
    sms: Sms = found(request, _rows(request), sms_id)
    return answer(_card(request, sms, sms.seen))


@router.delete("/sms/{sms_id}", auth=WRITE, response={204: None}, summary="Take an SMS back")
def take_sms_back(request: ApiRequest, sms_id: UUID) -> HttpResponse:
    """Until it leaves; 409 afterwards."""
    _own(request, sms_id).take_back(by=request.member)
    return nothing()


@router.post("/sms/{sms_id}/retry", auth=WRITE, response=SmsOut, summary="Send an SMS again")
def retry_sms(request: ApiRequest, sms_id: UUID) -> HttpResponse:
    """One that failed, or of which nobody knows whether it left."""
    sms = _own(request, sms_id)
    sms.retry(by=request.member)
    return answer(_card(request, sms, Level.ALL))

"""Preferences: how clients and contacts wish to be reached, and whom to reach for what (J11, X05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema
from pydantic import StrictInt, StrictStr

from atrium.clients.models import Client, Contact, Preference
from atrium.clients.models.preference import HOURS_OF_A_YEAR, LONGEST
from atrium.clients.preferences_page import Wishes
from atrium.clients.reach.asking import reach
from atrium.clients.reach.deciding import Answer
from atrium.clients.reach.hours import DAYS, quiet_of, said, spans_of
from atrium.clients.reach.words import Purpose
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.contacts import the_contact
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import the_client
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Instant, Patch, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Preferences"])
SEE = Bearer("clients:read", Can.CLIENTS_SEE)
SET = Bearer("clients:write", Can.CLIENTS_EDIT)
SEE_PERSON = Bearer("contacts:read", Can.CLIENTS_SEE)
SET_PERSON = Bearer("contacts:write", Can.CLIENTS_EDIT)
_DAYS = [day.lower() for day in DAYS]
type ChannelName = Literal["email", "sms", "phone", "post", "portal"]
type PurposeName = Literal[
    "status", "appointments", "completion", "billing", "emergencies", "mailings", "general", "legal"
]


class PreferenceOut(Schema):
    """How somebody wishes to be reached; empty means: as one step further up says."""

    preferred_channel: str = Field(examples=["Phone"])
    language: str = Field(description="ISO 639-1.", examples=["de"])
    timezone: str = Field(examples=["Europe/Berlin"])
    hours: dict[str, str] = Field(description="By weekday.", examples=[{"mon": "9–12, 13–17"}])
    quiet_hours: str = Field(examples=["21–8"])
    answer_within: int | None = Field(description="The wished response time in hours.")
    emergency: str = Field(description="What to do in an emergency.")
    emergency_contact: Reference | None
    notifications: dict[str, str] = Field(
        description="By kind: yes, no or a channel.", examples=[{"mailings": "no"}]
    )
    do_not_contact: dict[str, str] = Field(
        description="The channels that are closed, or any, with the reason."
    )
    sentences: list[str] = Field(description="The same in words.")
    version: int


class PreferenceIn(Patch):
    """What is to be set; what is not sent stays."""

    preferred_channel: StrictStr = Field("", max_length=120, examples=["Phone"])
    language: StrictStr = Field("", max_length=40, examples=["de"])
    timezone: StrictStr = Field("", max_length=60, examples=["Europe/Berlin"])
    hours: dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], StrictStr] = Field(
        {}, description="The whole week; days left out are closed.", examples=[{"mon": "9-17"}]
    )
    quiet_hours: StrictStr = Field("", max_length=40, examples=["21-8"])
    answer_within: StrictInt | None = Field(None, ge=1, le=HOURS_OF_A_YEAR, examples=[24])
    emergency: StrictStr = Field("", max_length=LONGEST, examples=["Ring the caretaker."])
    emergency_contact: Id | None = Field(None, description="A contact of the client.")
    notifications: dict[PurposeName, Literal["yes", "no"] | ChannelName] = Field(
        {},
        description="All kinds; those left out are as further up.",
        examples=[{"billing": "email"}],
    )


class VerdictOut(Schema):
    """What was decided of one of those considered."""

    name: str
    contact: UUID | None = Field(description="Null for the client itself.")
    reached: bool
    channel: ChannelName | None
    address: str
    earliest: datetime | None
    reason: str


class ReachOut(Schema):
    """May we, how and when do we reach whom."""

    kind: PurposeName
    reached: bool
    reason: str
    considered: list[VerdictOut]


class ReachIn(Schema):
    """What for, and from when on."""

    kind: PurposeName = "general"
    at: Instant | None = Field(None, description="Now where it is not said.")
    urgent: bool = Field(default=False, description="Do not wait for business hours.")


def _card(request: ApiRequest, subject: Client | Contact) -> dict[str, Any]:
    row = Preference.of(subject)
    subject.organisation = request.member.organisation
    week = zip(_DAYS, row.opening.week, strict=True)
    return {
        "preferred_channel": subject.preferred_channel,
        "language": subject.language,
        "timezone": subject.timezone,
        "hours": {day: said(spans) for day, spans in week if spans},
        "quiet_hours": str(row.quiet or ""),
        "answer_within": row.answer_within,
        "emergency": row.emergency,
        "emergency_contact": reference(row.emergency_contact),
        "notifications": row.choices,
        "do_not_contact": subject.bars,
        "sentences": [f"{x.label}: {x.text}" for x in Wishes(subject, request.member).lines],
        "version": row.version,
    }


def _set(request: ApiRequest, subject: Client | Contact, data: PreferenceIn) -> HttpResponse:
    sent = data.sent()
    if "hours" in sent:
        week = [_read("hours", spans_of, sent["hours"].get(day, "")) for day in _DAYS]
        sent["hours"] = [list(map(list, spans)) for spans in week] if any(week) else []
    if "quiet_hours" in sent:
        quiet = _read("quiet_hours", quiet_of, sent.pop("quiet_hours"))
        sent["quiet_start"] = quiet.start if quiet else None
        sent["quiet_end"] = quiet.end if quiet else None
    if "notifications" in sent:
        sent["choices"] = sent.pop("notifications")
    if sent.get("emergency_contact") is not None:
        key = sent["emergency_contact"]
        person = Contact.objects.visible_to(request.member).filter(public_id=key).first()
        if person is None:
            raise Invalid([("emergency_contact", "There is none with this identifier.")])
        sent["emergency_contact"] = person
    Preference.settle(subject, by=request.member, **sent)
    return answer(_card(request, subject))


def _read(field: str, read: Any, text: str) -> Any:
    try:
        return read(text)
    except Refusal as error:
        raise Invalid([(field, str(error))]) from error


def _told(answered: Answer) -> dict[str, Any]:
    return {
        "kind": answered.purpose.value,
        "reached": answered.yes,
        "reason": answered.reason,
        "considered": [
            {
                "name": verdict.party.name,
                "contact": verdict.party.key or None,
                "reached": verdict.yes,
                "channel": verdict.channel.value if verdict.channel else None,
                "address": verdict.address,
                "earliest": verdict.earliest,
                "reason": verdict.reason,
            }
            for verdict in answered.verdicts
        ],
    }


@router.get(
    "/clients/{client_id}/preferences",
    auth=SEE,
    response=PreferenceOut,
    summary="Read the preferences of a client",
)
def read_of_client(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """Its own; what is empty is as the organisation says."""
    return answer(_card(request, the_client(request, client_id)))


@router.patch(
    "/clients/{client_id}/preferences",
    auth=SET,
    response=PreferenceOut,
    summary="Set the preferences of a client",
)
def set_of_client(request: ApiRequest, client_id: UUID, data: PreferenceIn) -> HttpResponse:
    """Told on the timeline in one entry."""
    return _set(request, the_client(request, client_id), data)


@router.get(
    "/clients/{client_id}/reach", auth=SEE, response=ReachOut, summary="Ask how to reach a client"
)
def ask(request: ApiRequest, client_id: UUID, query: Query[ReachIn]) -> HttpResponse:
    """Whom, by which address, from when on, and why; or why nobody."""
    client = the_client(request, client_id)
    at = query.at or now()
    return answer(_told(reach(client, Purpose(query.kind), at=at, urgent=query.urgent)))


@router.get(
    "/contacts/{contact_id}/preferences",
    auth=SEE_PERSON,
    response=PreferenceOut,
    summary="Read the preferences of a contact",
)
def read_of_contact(request: ApiRequest, contact_id: UUID) -> HttpResponse:
    """Their own; what is empty is as the client says."""
    return answer(_card(request, the_contact(request, contact_id)))


@router.patch(
    "/contacts/{contact_id}/preferences",
    auth=SET_PERSON,
    response=PreferenceOut,
    summary="Set the preferences of a contact",
)
def set_of_contact(request: ApiRequest, contact_id: UUID, data: PreferenceIn) -> HttpResponse:
    """Told on the timeline of each of their clients."""
    return _set(request, the_contact(request, contact_id), data)

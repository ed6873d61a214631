"""Do not contact: the channels that a client or a contact has closed (J11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import Client, Contact, NoContact
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.contacts import the_contact
from atrium.integrations.api.finding import found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Input, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Preferences"])
SEE = Bearer("clients:read", Can.CLIENTS_SEE)
SET = Bearer("clients:write", Can.CLIENTS_EDIT)
SEE_PERSON = Bearer("contacts:read", Can.CLIENTS_SEE)
SET_PERSON = Bearer("contacts:write", Can.CLIENTS_EDIT)
type BarName = Literal["any", "email", "sms", "phone", "post", "portal"]


class NoContactOut(Schema):
    """That a channel is closed, or any."""

    id: UUID
    channel: BarName
    reason: str
    placed_by: Reference | None
    placed_at: datetime
    lifted_by: Reference | None
    lifted_at: datetime | None = Field(description="Null while it stands.")
    lift_reason: str


class NoContactIn(Input):
    """Which channel, and why."""

    channel: BarName = "any"
    reason: StrictStr = Field(min_length=1, max_length=500, examples=["Asked by letter"])


class LiftIn(Input):
    """Why it is allowed again."""

    reason: StrictStr = Field(min_length=1, max_length=500, examples=["Asked us to call again"])


def _bar(request: ApiRequest, row: NoContact) -> dict[str, Any]:
    members = words(request).members
    return {
        "id": row.public_id,
        "channel": row.channel,
        "reason": row.reason,
        "placed_by": reference(members.get(row.placed_by_id or 0)),
        "placed_at": row.placed_at,
        "lifted_by": reference(members.get(row.lifted_by_id or 0)),
        "lifted_at": row.lifted_at,
        "lift_reason": row.lift_reason,
    }


def _bars(request: ApiRequest, subject: Client | Contact, query: Paged) -> HttpResponse:
    rows, cursor = paged(subject.no_contacts.all(), query, NEWEST)
    return answer({"items": [_bar(request, row) for row in rows], "next": cursor})


def _place(request: ApiRequest, subject: Client | Contact, data: NoContactIn) -> HttpResponse:
    row = NoContact.place(subject, by=request.member, channel=data.channel, reason=data.reason)
    return answer(_bar(request, row), status=201)


def _lift(
    request: ApiRequest, subject: Client | Contact, row_id: UUID, data: LiftIn
) -> HttpResponse:
    found(request, subject.no_contacts.all(), row_id).lift(by=request.member, reason=data.reason)
    return nothing()


@router.get(
    "/clients/{client_id}/do-not-contact",
    auth=SEE,
    response=Page[NoContactOut],
    summary="List what a client forbids",
)
def bars_of_client(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """Every time there has been, the newest first."""
    return _bars(request, the_client(request, client_id), query)


@router.post(
    "/clients/{client_id}/do-not-contact",
    auth=SET,
    response={201: NoContactOut},
    summary="Do not contact a client",
)
def place_on_client(request: ApiRequest, client_id: UUID, data: NoContactIn) -> HttpResponse:
    """Final for all but legal notices, and for everyone who stands with the client."""
    return _place(request, the_client(request, client_id), data)


@router.post(
    "/clients/{client_id}/do-not-contact/{row_id}/lift",
    auth=SET,
    response={204: None},
    summary="Allow contact of a client again",
)
def lift_of_client(
    request: ApiRequest, client_id: UUID, row_id: UUID, data: LiftIn
) -> HttpResponse:
    """It stays as history."""
    return _lift(request, the_client(request, client_id), row_id, data)


@router.get(
    "/contacts/{contact_id}/do-not-contact",
    auth=SEE_PERSON,
    response=Page[NoContactOut],
    summary="List what a contact forbids",
)
def bars_of_contact(request: ApiRequest, contact_id: UUID, query: Query[Paged]) -> HttpResponse:
    """Every time there has been, the newest first."""
    return _bars(request, the_contact(request, contact_id), query)


@router.post(
    "/contacts/{contact_id}/do-not-contact",
    auth=SET_PERSON,
    response={201: NoContactOut},
    summary="Do not contact a contact",
)
def place_on_contact(request: ApiRequest, contact_id: UUID, data: NoContactIn) -> HttpResponse:
    """Whichever client they stand with."""
    return _place(request, the_contact(request, contact_id), data)


@router.post(
    "/contacts/{contact_id}/do-not-contact/{row_id}/lift",
    auth=SET_PERSON,
    response={204: None},
    summary="Allow contact of a contact again",
)
def lift_of_contact(
    request: ApiRequest, contact_id: UUID, row_id: UUID, data: LiftIn
) -> HttpResponse:
    """It stays as history."""
    return _lift(request, the_contact(request, contact_id), row_id, data)

"""Holds: times during which nothing is delivered to a client (B09)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import Hold
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Problem
from atrium.integrations.api.finding import the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Input, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Holds"])


class HoldOut(Schema):
    """One time on hold."""

    id: UUID
    reason: str = Field(examples=["Invoice 118 unpaid"])
    placed_by: Reference | None
    placed_at: datetime
    until: date | None = Field(description="Its last day; on the next one it is lifted by itself.")
    lifted_by: Reference | None
    lifted_at: datetime | None = Field(description="Null while it stands.")
    lift_reason: str


class ReasonIn(Input):
    """Why."""

    reason: StrictStr = Field(min_length=1, max_length=500, examples=["Invoice 118 unpaid"])


class HoldIn(ReasonIn):
    """Why, and for how long."""

    until: date | None = Field(None, description="The last day on hold; null: until it is lifted.")


def _card(request: ApiRequest, hold: Hold) -> dict[str, Any]:
    members = words(request).members
    return {
        "id": hold.public_id,
        "reason": hold.reason,
        "placed_by": reference(members.get(hold.placed_by_id or 0)),
        "placed_at": hold.placed_at,
        "until": hold.until,
        "lifted_by": reference(members.get(hold.lifted_by_id or 0)),
        "lifted_at": hold.lifted_at,
        "lift_reason": hold.lift_reason,
    }


@router.get(
    "/clients/{client_id}/holds",
    auth=Bearer("holds:read", Can.CLIENTS_SEE),
    response=Page[HoldOut],
    summary="List the holds of a client",
)
def list_holds(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """Every hold there has been, the newest first."""
    rows, cursor = paged(the_client(request, client_id).holds.all(), query, NEWEST)
    return answer({"items": [_card(request, hold) for hold in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/hold",
    auth=Bearer("holds:write", Can.CLIENTS_HOLD),
    response={201: HoldOut},
    summary="Put a client on hold",
)
def place_hold(request: ApiRequest, client_id: UUID, data: HoldIn) -> HttpResponse:
    """Nothing is delivered to the client until the hold is lifted."""
    client = the_client(request, client_id)
    hold = Hold.place(client, by=request.member, reason=data.reason, until=data.until)
    return answer(_card(request, hold), status=201)


@router.delete(
    "/clients/{client_id}/hold",
    auth=Bearer("holds:write", Can.CLIENTS_HOLD),
    response={204: None},
    summary="Take a client off hold",
)
def lift_hold(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """The hold stays as history."""
    client = the_client(request, client_id)
    hold = client.holds.filter(lifted_at=None).first()
    if hold is None:
        raise Problem(409, f"{client} is not on hold.")
    hold.lift(by=request.member)
    return nothing()

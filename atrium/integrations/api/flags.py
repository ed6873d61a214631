"""Flags: reasons to be careful with a client (C03)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.clients.models import Flag
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Problem
from atrium.integrations.api.finding import the_client, words
from atrium.integrations.api.holds import ReasonIn
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Flags"])
WRITE = Bearer("flags:write", Can.CLIENTS_EDIT)


class FlagOut(Schema):
    """One flag."""

    reason: str = Field(examples=["Argued about the last bill"])
    raised_by: Reference | None
    raised_at: datetime
    cleared_by: Reference | None
    cleared_at: datetime | None = Field(description="Null while it is up.")


def _card(request: ApiRequest, flag: Flag) -> dict[str, Any]:
    members = words(request).members
    return {
        "reason": flag.reason,
        "raised_by": reference(members.get(flag.raised_by_id or 0)),
        "raised_at": flag.raised_at,
        "cleared_by": reference(members.get(flag.cleared_by_id or 0)),
        "cleared_at": flag.cleared_at,
    }


@router.get(
    "/clients/{client_id}/flags",
    auth=Bearer("flags:read", Can.CLIENTS_SEE),
    response=Page[FlagOut],
    summary="List the flags of a client",
)
def list_flags(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """Every flag there has been, the newest first."""
    rows, cursor = paged(the_client(request, client_id).flags.all(), query, NEWEST)
    return answer({"items": [_card(request, flag) for flag in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/flag", auth=WRITE, response={201: FlagOut}, summary="Flag a client"
)
def raise_flag(request: ApiRequest, client_id: UUID, data: ReasonIn) -> HttpResponse:
    """A flag that is up gets the new reason."""
    flag = Flag.raise_on(the_client(request, client_id), by=request.member, reason=data.reason)
    return answer(_card(request, flag), status=201)


@router.delete(
    "/clients/{client_id}/flag", auth=WRITE, response={204: None}, summary="Clear the flag"
)
def clear_flag(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """The flag stays as history."""
    client = the_client(request, client_id)
    flag = client.flags.filter(cleared_at=None).first()
    if flag is None:
        raise Problem(409, f"{client} is not flagged.")
    flag.clear(by=request.member)
    return nothing()

"""The record of a client as it stood at a moment, and the way back to it (J10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from atrium.clients.history.moment import Moment
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import not_found
from atrium.integrations.api.finding import the_client
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Input, Instant, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["History"])


class SinceThenOut(Schema):
    """One value that stands otherwise now than it stood then."""

    label: str = Field(examples=["Legal name"])
    now: str = Field(description="Empty where there is nothing now.", examples=["Bar Ltd"])
    then: str = Field(description="Empty where there was nothing then.", examples=["Bar & Sons"])


class AsOfOut(Schema):
    """The record at a moment, as what differs from it now."""

    as_of: Instant
    restored: bool = Field(description="Whether this request gave everything back.")
    differences: list[SinceThenOut]


class AsOfQuery(Schema):
    """Which moment."""

    as_of: Instant | None = Field(
        None, description="Left out: now.", examples=["2026-11-24T09:00:00Z"]
    )


class AsOfIn(Input):
    """Which moment, and whether it is only asked what would change."""

    as_of: Instant = Field(examples=["2026-11-24T09:00:00Z"])
    dry_run: YesNo = Field(default=False, description="Tell what would change and change nothing.")


@router.get(
    "/clients/{client_id}/as-of",
    auth=Bearer("history:read", Can.CLIENTS_SEE),
    response=AsOfOut,
    summary="Compare a client with an earlier moment",
)
def read_as_of(request: ApiRequest, client_id: UUID, query: Query[AsOfQuery]) -> HttpResponse:
    """Details, status, owner, points, locations and tags; 404 for a moment before the client."""
    return answer(_told(_moment(request, client_id, query.as_of or timezone.now()), restored=False))


@router.post(
    "/clients/{client_id}/as-of",
    auth=Bearer("clients:write", Can.CLIENTS_EDIT),
    response=AsOfOut,
    summary="Restore a client as of a moment",
)
def restore_as_of(request: ApiRequest, client_id: UUID, data: AsOfIn) -> HttpResponse:
    """Give everything back in one act, which one undo takes back. 409 where nothing differs."""
    the_client(request, client_id).refuse_archived()
    moment = _moment(request, client_id, data.as_of)
    told = _told(moment, restored=not data.dry_run)
    if not data.dry_run:
        moment.restore(by=request.member, seen=moment.newest)
    return answer(told)


def _moment(request: ApiRequest, client_id: UUID, at: Any) -> Moment:
    but = "" if request.member.can(Can.CLIENTS_OWN) else "owner"
    moment = Moment.of(the_client(request, client_id), request.member, at, but=but)
    if not moment.existed:
        raise not_found()
    return moment


def _told(moment: Moment, *, restored: bool) -> dict[str, Any]:
    differences = [{"label": d.label, "now": d.now, "then": d.then} for d in moment.differences]
    return {"as_of": moment.at, "restored": restored, "differences": differences}

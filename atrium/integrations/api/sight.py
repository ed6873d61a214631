"""Who sees a client and why (X05), and the log of who saw what (J24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.clients.models import Sight
from atrium.clients.seeing import Seeing, Why
from atrium.clients.seen import Asked
from atrium.clients.view_log import saw
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import the_client, the_word, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Day, Id, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Access"])
WHY = Bearer("grants:read", Can.CLIENTS_ACCESS)
LOG = Bearer("view-log:read", Can.VIEWS_READ)


class GroundOut(Schema):
    """One ground, in words."""

    ground: Literal[
        "everyone", "role", "owner", "team", "grant", "restricted", "disabled", "withdrawn"
    ]
    text: str = Field(examples=["On its team as Bookkeeper since 3 Mar 2025."])


class WhyOut(Schema):
    """Whether a member sees the client, and why."""

    member: Reference
    sees: bool
    reasons: list[GroundOut]


class AllOut(Schema):
    """The verdict for everyone."""

    items: list[WhyOut]


class SightingOut(Schema):
    """One line of the log."""

    at: datetime
    member: Reference
    kind: Literal["view", "search", "export", "log"]
    client: Reference | None
    what: str = Field(description="The part that was seen, or the words that were searched.")
    source: str = Field(examples=["page"])


class LogFilter(Paged):
    """Which lines."""

    client: Id | None = Field(None, description="Of /clients.")
    member: Id | None = Field(None, description="Of /members.")
    since: Day | None = Field(None, description="From this day on.")
    until: Day | None = Field(None, description="Up to and with this day.")


def _told(why: Why) -> dict[str, Any]:
    reasons = [{"ground": reason.slug, "text": reason.text} for reason in why.reasons]
    return {"member": reference(why.member), "sees": why.sees, "reasons": reasons}


@router.get(
    "/clients/{client_id}/why", auth=WHY, response=AllOut, summary="Who sees a client, and why"
)
def who_sees(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """Each member who works here, those who see it first."""
    seeing = Seeing(the_client(request, client_id))
    return answer({"items": [_told(why) for why in seeing.everyone()]})


@router.get(
    "/clients/{client_id}/why/{member_id}",
    auth=WHY,
    response=WhyOut,
    summary="Why a member sees a client",
)
def why_one(request: ApiRequest, client_id: UUID, member_id: UUID) -> HttpResponse:
    """Also of who does not work here any more."""
    client = the_client(request, client_id)
    member = the_word(words(request).members.values(), member_id)
    return answer(_told(Seeing(client).why(member)))


@router.get("/view-log", auth=LOG, response=Page[SightingOut], summary="Who saw what")
def read_log(request: ApiRequest, query: Query[LogFilter]) -> HttpResponse:
    """Newest first, where the organisation keeps such a log; that it was read is noted in it."""
    client = the_client(request, query.client) if query.client else None
    asked = Asked(
        client=str(client.number) if client else "",
        member=str(query.member or ""),
        since=str(query.since or ""),
        until=str(query.until or ""),
    )
    try:
        rows, cursor = paged(asked.rows(request.member), query, NEWEST)
    except Refusal as refusal:
        raise Invalid([(refusal.field or "client", str(refusal))]) from refusal
    saw(request.member, client.pk if client else None, "the log", Sight.LOG)
    return answer({"items": [_line(row) for row in rows], "next": cursor})


def _line(row: Any) -> dict[str, Any]:
    client = {"id": row.client.public_id, "label": row.client.name} if row.client else None
    return {
        "at": row.at,
        "member": reference(row.member),
        "kind": row.kind,
        "client": client,
        "what": row.what,
        "source": row.source,
    }

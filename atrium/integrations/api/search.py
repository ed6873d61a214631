"""Search: the clients that someone may have meant (J02)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Field, Router, Schema
from pydantic import StrictInt, StrictStr

from atrium.clients.models import Client, Sight
from atrium.clients.search import search
from atrium.clients.view_log import saw
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import ClientOut, cards, short
from atrium.integrations.api.finding import words
from atrium.integrations.api.shell import answer
from atrium.integrations.api.steps import StepOut
from atrium.integrations.api.types import Input, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Search"])


class SearchIn(Input):
    """What was typed."""

    q: StrictStr = Field(
        max_length=200,
        description="Name, e-mail, phone, contact or number, in any spelling.",
        examples=["vincent bakery"],
    )
    limit: StrictInt = Field(20, ge=1, le=200, description="How many at most.")
    archived: YesNo = Field(default=False, description="Look in the archive as well.")


class HitOut(Schema):
    """A client that was found."""

    client: ClientOut
    score: float = Field(description="How well it fits; about 1 is wholly.")
    why: str = Field(description="By what it was found; empty for tokens that read no contacts.")


class ResultsOut(Schema):
    """What was found, best first."""

    items: list[HitOut]
    note: str = Field(description="Why nothing was found, in words.")
    cause: str = Field(
        description="Why nothing was found, for programs; empty where something was.",
        examples=["search.only_archived"],
    )
    next: list[StepOut] = Field(description="What to try next.")


@router.post(
    "/search",
    auth=Bearer("search:read", Can.CLIENTS_SEE),
    response=ResultsOut,
    summary="Search clients",
)
def search_clients(request: ApiRequest, data: SearchIn) -> HttpResponse:
    """The clients that the member sees and may have meant, best first."""
    saw(request.member, None, data.q, Sight.SEARCH)
    found = search(request.member, data.q, limit=data.limit, archived=data.archived)
    keys = [hit.client.pk for hit in found.hits]
    rows = short(Client.objects.visible_to(request.member).filter(pk__in=keys), request.member)
    told: dict[Any, Any] = {card["id"]: card for card in cards(list(rows), words(request))}
    reasons = request.token.allows("contacts:read")
    items = [
        {
            "client": told[hit.client.public_id],
            "score": hit.score,
            "why": hit.why if reasons else "",
        }
        for hit in found.hits
        if hit.client.public_id in told
    ]
    why = found.nothing.as_json() if found.nothing else {"cause": "", "next": []}
    return answer({"items": items, "note": found.note, **why})

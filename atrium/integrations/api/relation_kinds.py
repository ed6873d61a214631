"""Relation kinds: what two clients can be to each other, named from both sides (J15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router
from pydantic import StrictStr

from atrium.clients.models import RelationKind
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import the_word, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, change, listed, term_card
from atrium.integrations.api.types import YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Words"])
READ = Bearer("relation-kinds:read", Can.CLIENTS_SEE)
WRITE = Bearer("relation-kinds:write", Can.LEXICON_EDIT)


class KindOut(TermOut):
    """A relation kind."""

    label: str = Field(description="What the first is to the second.", examples=["Parent"])
    reverse: str = Field(
        description="What the second is to the first; empty where both are the same.",
        examples=["Subsidiary"],
    )
    hierarchical: bool = Field(description="The first stands above the second: no circles.")
    symmetric: bool = Field(description="Both sides are the same to each other.")


class KindIn(TermIn):
    """A new kind, put at the end of the list."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Franchisor"])
    reverse: StrictStr = Field("", max_length=60, examples=["Franchisee"])
    hierarchical: YesNo = False


class KindPatch(TermPatch):
    """What is to change; what clients are related by keeps its meaning."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Licensor"])
    reverse: StrictStr = Field("", max_length=60, examples=["Licensee"])
    hierarchical: YesNo = False


def _card(kind: Any) -> dict[str, Any]:
    names = ("reverse", "hierarchical", "symmetric")
    return term_card(kind) | {name: getattr(kind, name) for name in names}


@router.get("/relation-kinds", auth=READ, response=Page[KindOut], summary="List relation kinds")
def list_relation_kinds(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed([_card(kind) for kind in words(request).relation_kinds.values()], query)


@router.post("/relation-kinds", auth=WRITE, response={201: KindOut}, summary="Add a relation kind")
def add_relation_kind(request: ApiRequest, data: KindIn) -> HttpResponse:
    """Refused when the list has the label already."""
    made = RelationKind.add(
        by=request.member, label=data.label, reverse=data.reverse, hierarchical=data.hierarchical
    )
    return answer(_card(made), status=201)


@router.get(
    "/relation-kinds/{kind_id}", auth=READ, response=KindOut, summary="Read a relation kind"
)
def read_relation_kind(request: ApiRequest, kind_id: UUID) -> HttpResponse:
    """One relation kind."""
    return answer(_card(the_word(words(request).relation_kinds.values(), kind_id)))


@router.patch(
    "/relation-kinds/{kind_id}", auth=WRITE, response=KindOut, summary="Change a relation kind"
)
def change_relation_kind(request: ApiRequest, kind_id: UUID, data: KindPatch) -> HttpResponse:
    """What is related by it shows it at once."""
    return answer(_card(change(request, RelationKind, kind_id, data)))

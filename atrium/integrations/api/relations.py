"""Relations: what clients are to each other, and the figures of a group (J15)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.group import Group
from atrium.clients.models import Client, Relation
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, chosen_client, found, the_client, words
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Input, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Relations"])
READ = Bearer("relations:read", Can.CLIENTS_SEE)
WRITE = Bearer("relations:write", Can.CLIENTS_EDIT)
type Side = Literal["first", "second"]


class RelationOut(Schema):
    """What another client is to this one."""

    id: UUID
    client: Reference = Field(description="The other one.")
    kind: Reference
    side: Side = Field(description="Which side of the kind the other one is.")
    role: str = Field(description="What the other one is to this one.", examples=["Parent"])
    hierarchical: bool = Field(description="The first stands above the second.")
    note: str
    began_on: date | None
    ended_on: date | None = Field(description="Set when it was ended; it stays as history.")


class RelationIn(Input):
    """Another client and what it is to this one."""

    client: Id = Field(
        description="The other one, of /clients.", examples=["019f0000-0000-7000-8000-000000000000"]
    )
    kind: Id = Field(
        description="Of /relation-kinds.", examples=["019f0000-0000-7000-8000-000000000000"]
    )
    side: Side = Field("first", description="Which side of the kind the other one is.")
    note: StrictStr = Field("", max_length=500)
    began_on: Day | None = None


class RelationFilter(Paged):
    """Which relations."""

    ended: bool = Field(default=False, description="Show those that were ended as well.")


class GroupOut(Schema):
    """A client with all that stand below it, as far as the member may see them."""

    client: Reference
    totals: dict[str, int] = Field(
        description="Added up over its live clients.",
        examples=[{"clients": 12, "open_tasks": 4, "holds": 1, "contacts": 30, "locations": 14}],
    )


def _card(request: ApiRequest, client: Client, relation: Relation) -> dict[str, Any]:
    kind = words(request).relation_kinds[relation.kind_id]
    is_first = relation.second_id == client.pk
    other = relation.first if is_first else relation.second
    return {
        "id": relation.public_id,
        "client": reference(other),
        "kind": reference(kind),
        "side": "first" if is_first else "second",
        "role": kind.word(first=is_first),
        "hierarchical": relation.hierarchical,
        "note": relation.note,
        "began_on": relation.began_on,
        "ended_on": relation.ended_on,
    }


def _rows(request: ApiRequest, client: Client) -> QuerySet[Relation, Relation]:
    rows: QuerySet[Relation, Relation] = Relation.objects.seen_by(request.member).of(client)
    return rows.select_related("first", "second")


@router.get(
    "/clients/{client_id}/relations",
    auth=READ,
    response=Page[RelationOut],
    summary="List the relations of a client",
)
def list_relations(
    request: ApiRequest, client_id: UUID, query: Query[RelationFilter]
) -> HttpResponse:
    """Those to clients that the member may see, in the order in which they were made."""
    client = the_client(request, client_id)
    rows = _rows(request, client)
    page, cursor = paged(rows if query.ended else rows.filter(ended_on=None), query)
    return answer({"items": [_card(request, client, row) for row in page], "next": cursor})


@router.post(
    "/clients/{client_id}/relations",
    auth=WRITE,
    response={201: RelationOut},
    summary="Relate a client to another",
)
def add_relation(request: ApiRequest, client_id: UUID, data: RelationIn) -> HttpResponse:
    """Refused twice, to itself, below two of one kind, and where a hierarchy had a circle."""
    client = the_client(request, client_id)
    other = chosen_client(request, data.client, "client")
    named = chosen(words(request).relation_kinds.values(), data.kind, "kind")
    first, second = (other, client) if data.side == "first" else (client, other)
    made = Relation.make(
        first, second, by=request.member, kind=named, note=data.note, since=data.began_on
    )
    location = f"/api/v1/clients/{client_id}/relations/{made.public_id}"
    return answer(_card(request, client, made), status=201, location=location)


@router.get(
    "/clients/{client_id}/relations/{relation_id}",
    auth=READ,
    response=RelationOut,
    summary="Read a relation",
)
def read_relation(request: ApiRequest, client_id: UUID, relation_id: UUID) -> HttpResponse:
    """One relation, as it looks from this client."""
    client = the_client(request, client_id)
    return answer(_card(request, client, found(request, _rows(request, client), relation_id)))


@router.delete(
    "/clients/{client_id}/relations/{relation_id}",
    auth=WRITE,
    response={204: None},
    summary="End a relation",
)
def end_relation(request: ApiRequest, client_id: UUID, relation_id: UUID) -> HttpResponse:
    """It stays as history, ended today."""
    client = the_client(request, client_id)
    rows = _rows(request, client).select_related("first", "second", "kind")
    relation = found(request, rows, relation_id)
    relation.first.organisation = relation.second.organisation = client.organisation
    relation.end(by=request.member)
    return nothing()


@router.get(
    "/clients/{client_id}/group",
    auth=READ,
    response=GroupOut,
    summary="Read the figures of a group",
)
def read_group(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """The client and all below it in any hierarchy; figures of other apps need their permission."""
    client = the_client(request, client_id)
    totals = Group(request.member, client.number).totals()
    return answer(
        {"client": reference(client), "totals": {total.slug: total.value for total in totals}}
    )

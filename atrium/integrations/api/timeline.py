"""The timeline of a client: everything that happened, in order (R11). Nobody can change it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from atrium.clients import fields
from atrium.clients.events_seen import found_beside, told_to
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, the_client, words
from atrium.integrations.api.paging import Order, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Instant, Reference
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event
from atrium.timeline.models.event import EventQuerySet
from atrium.timeline.words import with_words

router = Router(tags=["Timeline"])
ORDERS = {
    "newest": Order("newest", ("at", "id"), down=True),
    "oldest": Order("oldest", ("at", "id")),
}
# What tells of these has its own scope and permission, also where it is told in passing.
_APART = {
    "note.": ("notes:read", Can.NOTES_SEE),
    "task.": ("tasks:read", Can.TASKS_SEE),
    "message.": ("messages:read", Can.MAIL_SEE),
}


class EventOut(Schema):
    """One thing that happened."""

    id: int
    at: datetime
    kind: str = Field(examples=["client.status_changed"])
    strand: Literal["talk", "work", "money", "changes"]
    actor: Reference | None = Field(description="Who did it; null for Atrium itself.")
    source: Literal["page", "api", "import", "command", "rule"] = Field(
        description="By which door."
    )
    sentence: str = Field(description="What people read, as safe HTML.")
    particulars: dict[str, Any] = Field(description="What belongs to an event of this kind.")
    act: int | None = Field(description="Of /acts: what it was part of and can be undone with.")


class EventFilter(Paged):
    """Which events."""

    kind: Annotated[str, StringConstraints(max_length=60)] = Field(
        "", description="A kind, or the part before its dot.", examples=["client.status_changed"]
    )
    strand: Literal["talk", "work", "money", "changes"] | None = None
    actor: UUID | None = Field(None, description="Of /members.")
    since: Instant | None = Field(None, description="At this instant or later.")
    until: Instant | None = Field(None, description="Before this instant.")
    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words, or how they begin, in any order; case and accents do not matter."
    )
    order: Literal["newest", "oldest"] = Field(
        "newest", description="Which end to begin at; a cursor belongs to its order."
    )


@router.get(
    "/clients/{client_id}/timeline",
    auth=Bearer("timeline:read", Can.CLIENTS_SEE),
    response=Page[EventOut],
    summary="Read the timeline of a client",
)
def read_timeline(request: ApiRequest, client_id: UUID, query: Query[EventFilter]) -> HttpResponse:
    """Notes and tasks are told only to tokens that may read them."""
    client = the_client(request, client_id)
    mine = Q(client__in=[client.pk, *client.absorbs]) if client.absorbs else Q(client=client)
    rows = _asked(request, _told_to(request, Event.objects.filter(mine)), query)
    if query.q.strip():
        besides = found_beside(request.member, client.pk, query.q)
        rows = with_words(rows, [client.pk, *client.absorbs], query.q, besides)
    page, cursor = paged(rows, query, ORDERS[query.order])
    members = words(request).members
    for event in page:
        event.client = client
        event.actor = members.get(event.actor_id or 0)
    return answer({"items": [_card(event) for event in page], "next": cursor})


def _told_to(request: ApiRequest, rows: EventQuerySet) -> EventQuerySet:
    for start, (scope, can) in _APART.items():
        if not (request.token.allows(scope) and request.member.can(can)):
            rows = rows.exclude(kind__startswith=start)
    return told_to(request.member, rows, fields.hidden_from(request.member))


def _asked(
    request: ApiRequest, rows: QuerySet[Event, Event], asked: EventFilter
) -> QuerySet[Event, Event]:
    if asked.kind:
        exact = "." in asked.kind
        rows = rows.filter(**{"kind" if exact else "kind__startswith": asked.kind})
    if asked.strand:
        rows = rows.filter(strand=asked.strand)
    if asked.actor:
        rows = rows.filter(actor=chosen(words(request).members.values(), asked.actor, "actor"))
    if asked.since:
        rows = rows.filter(at__gte=asked.since)
    if asked.until:
        rows = rows.filter(at__lt=asked.until)
    return rows


def _card(event: Event) -> dict[str, Any]:
    return {
        "id": event.pk,
        "at": event.at,
        "kind": event.kind,
        "strand": event.strand,
        "actor": reference(event.actor),
        "source": event.source,
        "sentence": event.sentence,
        "particulars": event.told,
        "act": event.act_id,
    }

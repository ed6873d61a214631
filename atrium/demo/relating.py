"""How the clients of a demo organisation stand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.clients.models import Client, Relation, RelationKind
from atrium.clients.provision import RELATION_KINDS
from atrium.foundation.formats.names import fold
from atrium.timeline.finishing import finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atrium.demo.world import shapes

# What the other is to the client that names it.
_KINDS = {"parent": "Parent", "related": "Related", "referral": "Referred by", "partner": "Partner"}
_OWN = {"harbour": [("Landlord", "Property manager", False)]}
# Those of which no client tells by itself: who is what to whom.
_MORE = {
    "harbour": """
Tolliver Student Homes | Landlord | Quayside Lettings
Silverbeck Student Homes | Landlord | Quayside Lettings
Silverbeck Estates Group | Landlord | Mallard Block Management
Popham Builders | Vendor | Quayside Lettings
Mallard Block Management | Competitor | Quayside Lettings
Silverbeck Estates Group | Related | Cliftonwood Dental Practice
""",
    "okapi": """
Café Silberfisch | Referred by | Laternenfest Berlin
Café Silberfisch | Referred by | Dachstrom Kollektiv
Laternenfest Berlin | Partner | Pedalwren Cycles
Maison Oublet | Referred by | Gaspard Rocheblave
""",
}


def relate(world: shapes.World, clients: dict[int, Client]) -> None:
    """Write the kinds and the relations of the world."""
    words = [*RELATION_KINDS, *_OWN.get(world.slug, [])]
    kinds = RelationKind.objects.bulk_create(
        RelationKind(
            label=label, label_key=fold(label), position=n, reverse=reverse, hierarchical=above
        )
        for n, (label, reverse, above) in enumerate(words)
    )
    by_label = {kind.label: kind for kind in kinds}
    made = [_made(by_label[label], *pair) for label, *pair in _pairs(world, clients)]
    finish(Relation.objects.bulk_create(made))


def _pairs(world: shapes.World, clients: dict[int, Client]) -> Iterator[tuple[str, Client, Client]]:
    for client in world.clients:
        for relation in client.relations:
            yield _KINDS[relation.kind], clients[relation.number], clients[client.number]
    by_name = {client.name: client for client in clients.values()}
    for line in _MORE.get(world.slug, "").strip().splitlines():
        first, label, second = line.split(" | ")
        yield label, by_name[first], by_name[second]


def _made(kind: RelationKind, first: Client, second: Client) -> Relation:
    if kind.symmetric and first.pk > second.pk:
        first, second = second, first
    return Relation(
        kind=kind,
        first=first,
        second=second,
        hierarchical=kind.hierarchical,
        began_on=max(first.created_at, second.created_at).date(),
    )

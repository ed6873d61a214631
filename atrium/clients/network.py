"""Who stands around a client, as far as the member may see them (J15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q

from atrium.clients import lexicon
from atrium.clients.models import Client, Relation
from atrium.organisations.prepared import prepared

if TYPE_CHECKING:
    from atrium.clients.models.relation import RelationQuerySet
    from atrium.clients.portrait import Portrait
    from atrium.organisations.models import Member

MOST_NEAR = 200
MOST_AROUND = 300
DEEPEST = 8
_SIDE = ("id", "name", "number", "public_id", "state", "kind", "organisation_id")


@dataclass(frozen=True)
class Near:
    """A client beside the one in view, and what it is to that one."""

    relation: Relation
    client: Client
    word: str
    above: bool
    below: bool


@dataclass(frozen=True)
class Edge:
    """What two clients are to each other."""

    first: int
    second: int
    words: tuple[str, str]
    hierarchical: bool

    def word_of(self, key: int) -> str:
        """What the client with this key is to the other."""
        return self.words[key == self.second]


@dataclass
class Network:
    """The clients that can be reached from one by relations, the nearest first, and their edges.

    ``more`` says that it goes on beyond what is read.
    """

    me: Client
    clients: dict[int, Client]
    edges: list[Edge]
    more: bool = False

    @classmethod
    def around(cls, client: Client, member: Member) -> Network:
        """Step by step, one statement a step for up to 500 clients; never through a hidden one."""
        network = cls(client, {client.pk: client}, [])
        known: set[int] = set()
        outer = [client.pk]
        for _ in range(DEEPEST):
            found = [row for some in batched(outer, 500) for row in _beside(some, member)]
            outer = network._take((row for row in found if row.pk not in known), known)
            if not outer:
                return network
        network.more = True
        return network

    def _take(self, relations: Iterable[Relation], known: set[int]) -> list[int]:
        new = []
        for relation in relations:
            known.add(relation.pk)
            for side in (relation.first, relation.second):
                if side.pk in self.clients:
                    continue
                if len(self.clients) < MOST_AROUND:
                    self.clients[side.pk] = side
                    new.append(side.pk)
                else:
                    self.more = True
            ends = relation.first_id, relation.second_id
            if all(end in self.clients for end in ends):
                self.edges.append(Edge(*ends, _words(relation), relation.hierarchical))
        return new


def _words(relation: Relation) -> tuple[str, str]:
    return relation.kind.word(first=True), relation.kind.word(first=False)


def _beside(keys: Iterable[int], member: Member) -> list[Relation]:
    here = list(keys)
    rows = Relation.objects.current().filter(Q(first__in=here) | Q(second__in=here))
    return _read(rows, member)[: 4 * MOST_AROUND]


def _read(rows: RelationQuerySet, member: Member, most: int = 4 * MOST_AROUND) -> list[Relation]:
    """The relations with both clients and their kind, by one statement."""
    return _complete(list(_with_sides(rows, member)[:most]), member)


def _with_sides(rows: RelationQuerySet, member: Member) -> Any:
    sides = [f"{side}__{name}" for side in ("first", "second") for name in _SIDE]
    own = [field.attname for field in Relation._meta.concrete_fields]
    seen: Any = rows.seen_by(member).select_related("first", "second").only(*own, *sides)
    return seen.order_by(F("ended_on").desc(nulls_first=True), "-hierarchical", "kind_id", "id")


@prepared(shape=("past", "most"))
def _of_client(*, member: Member, client: int, past: bool, most: int) -> Any:
    rows = Relation.objects.of(client)
    return _with_sides(rows if past else rows.current(), member)[:most]


def _complete(found: list[Relation], member: Member) -> list[Relation]:
    """With what the process knows: the words of the kind, the organisation."""
    kinds = lexicon.of(member.organisation).relation_kinds
    for relation in found:
        relation.kind = kinds[relation.kind_id]
        relation.first.organisation = relation.second.organisation = member.organisation
    return found


def relation_of(client: Client, member: Member, key: UUID) -> Relation | None:
    """The relation of the client with this public id, if the member may see both sides."""
    rows = Relation.objects.of(client).filter(public_id=key)
    return next(iter(_read(rows, member, 1)), None)


def near(portrait: Portrait) -> list[Near]:
    """The current relations of a client: who is above, who below, then the others."""
    return told(portrait, _around(portrait, past=False, most=MOST_NEAR + 1))


def near_and_past(portrait: Portrait) -> tuple[list[Near], list[Near]]:
    """The current relations and those that were ended, the latest first, by one statement."""
    found = told(portrait, _around(portrait, past=True, most=4 * MOST_AROUND))
    past = [each for each in found if each.relation.ended_on]
    past.sort(key=lambda each: str(each.relation.ended_on), reverse=True)
    return [each for each in found if not each.relation.ended_on], past


def _around(portrait: Portrait, *, past: bool, most: int) -> list[Relation]:
    member, client = portrait.member, portrait.client.pk
    return _complete(_of_client(member=member, client=client, past=past, most=most), member)


def told(portrait: Portrait, relations: list[Relation]) -> list[Near]:
    """The relations as they look from the client of the portrait."""
    me = portrait.client
    told = []
    for relation in relations:
        is_first = relation.first_id == me.pk
        other = relation.second if is_first else relation.first
        word = relation.kind.word(first=not is_first)
        up, down = relation.hierarchical and not is_first, relation.hierarchical and is_first
        told.append(Near(relation, other, word, above=up, below=down))
    return sorted(told, key=lambda each: (not each.above, not each.below))

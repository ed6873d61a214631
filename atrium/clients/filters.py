"""Which clients a list shows, as its address says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from atrium.clients.attributes import Condition
from atrium.clients.group import Group
from atrium.clients.lexicon import Lexicon
from atrium.clients.models import (
    Client,
    ClientKind,
    Favourite,
    FieldKey,
    Flag,
    Hold,
    NoContact,
    State,
    Tagging,
)
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.search import candidate_keys
from atrium.clients.value_types import Where
from atrium.foundation.formats import FormatError
from atrium.organisations.models import Member

DIGITS = 18
WHOLE = 100
SHARES = [(100, "Incomplete"), (80, "Below 80 %"), (60, "Below 60 %"), (40, "Below 40 %")]
MOST_CONDITIONS = 20
SWITCHES = {
    "favourite": ("Favourites", "star"),
    "flagged": ("Flagged", "flag"),
    "hold": ("On hold", "circle-pause"),
    "no_contact": ("Do not contact", "ban"),
    "restricted": ("Restricted", "lock"),
}


@dataclass(frozen=True)
class Pill:
    """One filter that is on: what it says, and the address of the list without it."""

    label: str
    without: str


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. A key that no word has finds nothing, it is not passed over."""

    q: str = ""
    statuses: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    owner: str = ""
    kind: str = ""
    group: int = 0
    state: str = "live"
    below: int = 0
    switches: frozenset[str] = frozenset()
    conditions: tuple[Condition, ...] = ()
    _searched: dict[int, list[int]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """The filters in an address."""
        kind = query.get("kind", "")
        return cls(
            q=" ".join(query.get("q", "").replace("\x00", "").split())[:200],
            statuses=_keys(query.getlist("status")),
            tags=_keys(query.getlist("tag")),
            owner=query.get("owner", "")[:DIGITS],
            kind=kind if kind in ClientKind.values else "",
            group=_key(query.get("group", "")),
            below=_percent(query.get("below", "")),
            state="archived" if query.get("state") == "archived" else "live",
            switches=frozenset(name for name in SWITCHES if query.get(name)),
            conditions=_conditions(query),
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """The filters in the text that ``urlencoded`` gave."""
        return cls.read(QueryDict(text[:4000]))

    def pairs(self) -> list[tuple[str, str]]:
        pairs = [("q", self.q)]
        pairs += [("status", str(key)) for key in self.statuses]
        pairs += [("tag", str(key)) for key in self.tags]
        pairs += [("owner", self.owner), ("kind", self.kind)]
        pairs += [("group", str(self.group or ""))]
        pairs += [("below", str(self.below or ""))]
        pairs += [("state", "archived" if self.is_archived else "")]
        pairs += [(name, "1") for name in SWITCHES if name in self.switches]
        pairs += [condition.pair for condition in self.conditions]
        return [(name, value) for name, value in pairs if value]

    def urlencoded(self) -> str:
        return urlencode(self.pairs())

    @property
    def is_archived(self) -> bool:
        return self.state == "archived"

    @property
    def any(self) -> bool:
        """Whether anything is narrowed beyond live or archived."""
        return bool(replace(self, state="live", _searched={}).pairs())

    def plain(self, member: Member) -> ClientQuerySet:
        """The clients by what stands in their own row; the marks are to be asked for beside it."""
        clients: ClientQuerySet = Client.objects.visible_to(member).filter(
            state=State.ARCHIVED if self.is_archived else State.LIVE
        )
        if self.statuses:
            clients = clients.filter(status__in=self.statuses)
        if self.owner:
            clients = clients.filter(self._owned(member))
        if self.kind:
            clients = clients.filter(kind=self.kind)
        if self.group:
            clients = clients.filter(pk__in=Group(member, self.group).keys)
        if self.below:
            clients = clients.filter(completeness__lt=self.below)
        if "restricted" in self.switches:
            clients = clients.filter(restricted=True)
        for _, fits in self._attributed(member, on_row=True):
            clients = clients.none() if fits is None else clients.filter(fits)
        return clients.filter(pk__in=self._found(member)) if self.q else clients

    def marks(self, member: Member) -> list[Any]:
        """Rows that point at the clients wanted, one set for each mark that is asked for."""
        marks: list[Any] = [Tagging.objects.filter(tag=key) for key in self.tags]
        if "favourite" in self.switches:
            marks.append(Favourite.objects.filter(member=member))
        if "flagged" in self.switches:
            marks.append(Flag.objects.filter(cleared_at=None))
        if "hold" in self.switches:
            marks.append(Hold.objects.filter(lifted_at=None))
        if "no_contact" in self.switches:
            marks.append(NoContact.objects.filter(lifted_at=None, client__isnull=False))
        return marks + [keys for _, keys in self._attributed(member, on_row=False)]

    def _attributed(self, member: Member, *, on_row: bool) -> Iterator[tuple[Condition, Any]]:
        """What the conditions ask of the client's row, or of rows that point at it; None for nothing."""
        where = Where(member.organisation, member)
        for condition in self.conditions:
            found = condition.attribute(member)
            own = found is None or found.is_on_row(condition.operator)
            if own is not on_row:
                continue
            try:
                asked = found and (found.condition if own else found.mark)
                yield condition, asked and asked(condition.operator, condition.typed, where)
            except FormatError:
                yield condition, None if own else FieldKey.objects.filter(pk=-1)

    def choose(self, member: Member) -> ClientQuerySet:
        """All clients that the member may see and that the filters let through."""
        clients = self.plain(member)
        for mark in self.marks(member):
            clients = clients.filter(Exists(mark.filter(client=OuterRef("pk"))))
        return clients

    def pills(self, words: Lexicon, member: Member) -> list[Pill]:
        """The filters that are on, each with the way to take it off."""
        found = [("q", self.q, f"“{self.q}”")] if self.q else []
        found += [("status", str(k), _word(words.statuses, k, "status")) for k in self.statuses]
        found += [("tag", str(k), _word(words.tags, k, "tag")) for k in self.tags]
        if self.owner:
            found.append(("owner", self.owner, self._owner_words(words)))
        if self.kind:
            found.append(("kind", self.kind, "Companies" if self.kind == "company" else "People"))
        if self.group:
            found.append(("group", str(self.group), f"Group of C-{self.group:04d}"))
        if self.below:
            words_ = "Incomplete" if self.below == WHOLE else f"Below {self.below} % complete"
            found.append(("below", str(self.below), words_))
        if self.is_archived:
            found.append(("state", "archived", "Archived"))
        found += [(name, "1", label) for name, (label, _) in SWITCHES.items() if self.on(name)]
        found += [(*c.pair, self._said(c, member)) for c in self.conditions]
        return [Pill(label, self._without(name, value)) for name, value, label in found]

    @staticmethod
    def _said(condition: Condition, member: Member) -> str:
        found = condition.attribute(member)
        if found is None:
            return "Unknown field"
        try:
            where = Where(member.organisation, member)
            return found.said(condition.operator, condition.typed, where)
        except FormatError as error:
            return f"{found.label}: {error}"

    def on(self, switch: str) -> bool:
        return switch in self.switches

    def _without(self, name: str, value: str) -> str:
        return urlencode([pair for pair in self.pairs() if pair != (name, value)])

    def _owned(self, member: Member) -> Q:
        if self.owner == "none":
            return Q(owner=None)
        return Q(owner=member.pk if self.owner == "me" else _key(self.owner))

    def _owner_words(self, words: Lexicon) -> str:
        if self.owner == "me":
            return "Mine"
        if self.owner == "none":
            return "No owner"
        return f"Owner: {_word(words.members, _key(self.owner), 'member')}"

    def _found(self, member: Member) -> list[int]:
        """The clients that the search finds for what was typed, searched for once per page."""
        if member.pk not in self._searched:
            self._searched[member.pk] = candidate_keys(member, self.q, archived=self.is_archived)
        return self._searched[member.pk]


def _conditions(query: QueryDict) -> tuple[Condition, ...]:
    pairs = ((name, text) for name in query for text in query.getlist(name))
    found = (Condition.read(name, text) for name, text in pairs)
    return tuple(dict.fromkeys(each for each in found if each))[:MOST_CONDITIONS]


def _word(words: dict[int, Any], key: int, noun: str) -> str:
    return str(words.get(key, f"Unknown {noun}"))


def _percent(text: str) -> int:
    """The share below which clients are wanted; 0, which asks nothing, for anything else."""
    return min(_key(text), WHOLE)


def _keys(texts: list[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_key(text) for text in texts[:50] if text))


def _key(text: str) -> int:
    """The number that the text is; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else 0

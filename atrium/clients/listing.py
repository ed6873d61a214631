"""A page of the list of clients: found by one seek in an index, however many clients there are.

Rows are paged by their sort value and key, never counted off. A filter by a mark (tag, star, flag,
hold) is answered in one of two ways: where few clients carry the mark, those are gathered and
sorted; where many do, the sorted index is walked and each client asked for the mark, since the page
is full soon. Figures of both are in docs/architecture.md.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from atrium.clients.attributes import Attribute, attribute_named
from atrium.clients.field_sort import place_of, seek
from atrium.clients.filters import Filters
from atrium.clients.models import Client
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.organisations.models import Member

PAGE = 50
MOST_COUNTED = 10_000
MOST_GATHERED = 2_000


@dataclass(frozen=True)
class Sort:
    """An order with an index (organisation, state, column, id) of its own."""

    slug: str
    label: str
    field: str
    newest_first: bool = False
    attribute: Attribute | None = None

    @property
    def kind(self) -> type | tuple[type, ...]:
        """What its values are in a cursor."""
        if self.attribute is not None:
            held = float if self.attribute.sort.numeric else str
            return held, type(None)
        if self.field in {"name_key", "industry"}:
            return str
        return {"number": int, "completeness": int}.get(self.field, datetime)

    @classmethod
    def named(cls, slug: str, member: Member) -> Sort:
        """The order that an address means; by name where it means none that the member may ask for."""
        found = None if slug in SORTS else attribute_named(member, slug)
        if found is not None and found.is_sortable:
            if found.field is None:
                return cls(slug, found.label, found.stands)
            return cls(slug, found.label, "", attribute=found)
        return SORTS.get(slug, SORTS["name"])


SORTS = {
    sort.slug: sort
    for sort in (
        Sort("name", "Name", "name_key"),
        Sort("number", "Number", "number"),
        Sort("active", "Recent activity", "active_at", newest_first=True),
        Sort("complete", "Least complete", "completeness"),
        Sort("created", "Added", "created_at", newest_first=True),
    )
}


@dataclass(frozen=True)
class Count:
    """How many clients there are; beyond 10,000 nobody counts on."""

    known: int

    @property
    def is_whole(self) -> bool:
        return self.known <= MOST_COUNTED

    def __str__(self) -> str:
        return f"{self.known:,}" if self.is_whole else f"{MOST_COUNTED:,}+"


@dataclass(frozen=True)
class Place:
    """Where a page begins or ends: the sort value and the key of a row."""

    value: Any
    key: int

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        text = json.dumps([value, self.key], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, sort: Sort) -> Place | None:
        """The place that ``text`` names; None for anything else, which is the first page."""
        padded = text[:2000] + "=" * (-len(text[:2000]) % 4)
        try:
            value, key = json.loads(base64.urlsafe_b64decode(padded))
        except (ValueError, binascii.Error, TypeError):
            return None
        kind = sort.kind
        if kind is datetime and isinstance(value, str):
            value = _instant(value)
        fits = isinstance(value, kind) and isinstance(key, int) and 0 <= key < 2**63
        if not fits or (kind is int and not 0 <= value < 2**63):
            return None
        return cls(value, key)


def _instant(text: str) -> datetime | None:
    try:
        read = parse_datetime(text)
    except ValueError:
        return None
    return read if read and read.tzinfo else None


class Listing:
    """The clients that the filters let through, in one order, page by page."""

    def __init__(self, member: Member, filters: Filters, sort: Sort, *, falling: bool) -> None:
        self.member = member
        self.filters = filters
        self.sort = sort
        self.falling = falling

    @classmethod
    def read(cls, member: Member, query: QueryDict) -> Listing:
        """The listing that an address names; what it does not name is as usual."""
        wish = query.get("sort", "")
        sort = Sort.named(wish.removeprefix("-"), member)
        falling = wish.startswith("-") if wish else sort.newest_first
        return cls(member, Filters.read(query), sort, falling=falling)

    @property
    def ordering(self) -> str:
        """The order as the address says it; nothing for the usual one."""
        word = f"-{self.sort.slug}" if self.falling else self.sort.slug
        return "" if word == "name" else word

    def address(self, **more: object) -> str:
        """The query of this list's address."""
        pairs = [*self.filters.pairs(), ("sort", self.ordering)]
        pairs += [(name, str(value)) for name, value in more.items()]
        return urlencode([pair for pair in pairs if pair[1]])

    def sorted_by(self, slug: str) -> str:
        """The query that sorts by this column, or turns it round when it does so already."""
        sort = Sort.named(slug, self.member)
        falling = not self.falling if slug == self.sort.slug else sort.newest_first
        return Listing(self.member, self.filters, sort, falling=falling).address()

    @cached_property
    def _rarest(self) -> tuple[Any, int] | None:
        """The mark that the fewest clients carry, and how many do, as far as anyone counts."""
        marks = self.filters.marks(self.member)
        sizes = [(mark, mark.order_by()[: MOST_COUNTED + 1].count()) for mark in marks]
        return min(sizes, key=lambda size: size[1], default=None)

    @property
    def _gathers(self) -> bool:
        return self._rarest is not None and self._rarest[1] <= MOST_GATHERED

    @property
    def _clients(self) -> ClientQuerySet:
        clients = self.filters.choose(self.member)
        if self._rarest is None or not self._gathers:
            return clients
        return clients.filter(pk__in=self._rarest[0].values("client"))

    @cached_property
    def count(self) -> Count:
        """How many there are, at most one more than is ever counted."""
        return Count(self._counted[: MOST_COUNTED + 1].count())

    @property
    def _counted(self) -> Any:
        """One row for each client; where marks are asked for, those of the rarest are walked."""
        if self._rarest is None:
            return self.filters.plain(self.member).order_by()
        counted = self._rarest[0]
        this = self.filters.plain(self.member).filter(pk=OuterRef("client_id"))
        for mark in self.filters.marks(self.member):
            if str(mark.query) != str(counted.query):
                this = this.filter(Exists(mark.filter(client=OuterRef("pk"))))
        return counted.filter(Exists(this)).order_by()

    def after(self, place: Place | None) -> list[Place]:
        """The places of the rows that follow, at most one more than a page has."""
        return self._seek(place, back=False)

    def before(self, place: Place) -> list[Place]:
        """The places of the rows that precede, the nearest first."""
        return self._seek(place, back=True)

    def _seek(self, place: Place | None, *, back: bool, limit: int = 0) -> list[Place]:
        if self.sort.attribute is not None:
            start = (place.value, place.key) if place else None
            found = seek(
                self._clients,
                self.sort.attribute,
                start,
                falling=self.falling,
                back=back,
                limit=limit or PAGE + 1,
            )
            return [Place(*row) for row in found]
        down = self.falling != back
        value, key = self._value(), F("pk")
        clients = self._clients
        if place is not None:
            beyond = TupleLessThan if down else TupleGreaterThan
            clients = clients.filter(beyond(Tuple(value, key), (place.value, place.key)))
        order = [value.desc(), key.desc()] if down else [value.asc(), key.asc()]
        rows = clients.order_by(*order).values_list(self.sort.field, "pk")[: limit or PAGE + 1]
        return [Place(*row) for row in rows]

    def _value(self) -> Any:
        """The column; in an expression where gathered rows are to be sorted, not an index walked."""
        if not self._gathers:
            return F(self.sort.field)
        empty: Combinable = Value(
            {"name_key": "", "industry": "", "number": 0, "completeness": 0}.get(
                self.sort.field, now()
            )
        )
        return Coalesce(F(self.sort.field), empty)

    def place_of(self, client: Client) -> Place:
        if self.sort.attribute is not None:
            return Place(*place_of(client, self.sort.attribute))
        return Place(getattr(client, self.sort.field), client.pk)

    def neighbour(self, client: Client, *, back: bool) -> Client | None:
        """The client next to this one in the list; None at its end."""
        found = self._seek(self.place_of(client), back=back, limit=1)
        clients = self.filters.plain(self.member)
        return clients.filter(pk__in=[place.key for place in found]).first()


@dataclass(frozen=True)
class Page:
    """One page of a listing: the keys of its clients in order, and the way on."""

    keys: list[int]
    previous: str
    next: str

    @classmethod
    def of(cls, listing: Listing, query: QueryDict) -> Page:
        """The page that an address names; the first one where it names none."""
        before = Place.read(query.get("before", ""), listing.sort)
        if before is not None:
            found = listing.before(before)
            if len(found) > PAGE:
                return cls._made(listing, found[PAGE - 1 :: -1], earlier=True, later=True)
            # So near the beginning a whole first page is kinder than a short one.
        after = None if before else Place.read(query.get("after", ""), listing.sort)
        found = listing.after(after)
        return cls._made(listing, found[:PAGE], earlier=after is not None, later=len(found) > PAGE)

    @classmethod
    def _made(cls, listing: Listing, places: list[Place], *, earlier: bool, later: bool) -> Page:
        first, last = (places[0], places[-1]) if places else (None, None)
        return cls(
            keys=[place.key for place in places],
            previous=listing.address(before=first) if earlier and first else "",
            next=listing.address(after=last) if later and last else "",
        )

"""A page of the list of clients: found by one seek in an index, however many clients there are.

Rows are paged by their sort value and key, never counted off. Conditions are answered in one of two
ways: where they leave few clients, those are found once, counted and sorted; where they leave many,
the sorted index is walked and each client asked, since the page is full soon. What points at clients
(tag, flag, task) is walked from its rarest side. Figures are in docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.timezone import now

from atrium.clients.field_sort import seek
from atrium.clients.filters import Filters, address
from atrium.clients.list_order import SORTS, Place, Sort
from atrium.clients.models import Client, SavedView
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.narrowing import text
from atrium.clients.narrowing.answer import Mark
from atrium.clients.viewing import named, opened
from atrium.clients.whole_list import how_many, places
from atrium.foundation.formats.spoken import spoken
from atrium.organisations.models import Member

PAGE = 50
MOST_COUNTED = 10_000
MOST_GATHERED = 2_000
LONGEST = 8_000


@dataclass(frozen=True)
class Count:
    """How many clients there are; beyond 10,000 nobody counts on."""

    known: int

    @property
    def is_whole(self) -> bool:
        return self.known <= MOST_COUNTED

    def __str__(self) -> str:
        return f"{spoken(self.known):,}" if self.is_whole else f"{spoken(MOST_COUNTED):,}+"


class Listing:
    """The clients that the filters let through, in one order, page by page."""

    def __init__(
        self,
        member: Member,
        filters: Filters,
        sort: Sort,
        *,
        falling: bool,
        view: SavedView | None = None,
    ) -> None:
        self.member = member
        self.view = view
        self.filters = filters
        self.sort = sort
        self.falling = falling

    @classmethod
    def read(cls, member: Member, query: QueryDict) -> Listing:
        """The listing that an address names; what it does not name is as usual."""
        view = named(member, query.get("view", ""))
        filters = opened(view, query) if view else Filters.read(query)
        wish = query.get("sort", view.sort if view else "")
        sort = Sort.named(wish.removeprefix("-"), member)
        falling = wish.startswith("-") if wish else sort.newest_first
        return cls(member, filters, sort, falling=falling, view=view)

    @classmethod
    def parse(cls, member: Member, address: str) -> Listing:
        """The listing in the text that ``address()`` gave."""
        return cls.read(member, QueryDict(address[:LONGEST]))

    @classmethod
    def of_view(cls, view: SavedView, member: Member) -> Listing:
        """The list that a view keeps."""
        return cls.read(member, QueryDict(f"view={view.pk}"))

    @classmethod
    def where(cls, conditions: str, member: Member) -> Listing:
        """The live clients that conditions choose. Raises FormatError where they cannot be answered."""
        filters = Filters(tree=text.read(conditions), strict=True)
        filters.marks(member)
        return cls(member, filters, SORTS["name"], falling=False)

    @property
    def ordering(self) -> str:
        """The order as the address says it; nothing for the usual one."""
        word = f"-{self.sort.slug}" if self.falling else self.sort.slug
        return "" if word == "name" else word

    def address(self, **more: object) -> str:
        """The query of this list's address."""
        ordering = self.ordering or ("name" if self.view and self.view.sort else "")
        pairs = [("sort", ordering), *((name, str(value)) for name, value in more.items())]
        rest = address(pair for pair in pairs if pair[1])
        return "&".join(filter(None, (self.filters.urlencoded(), rest)))

    def sorted_by(self, slug: str) -> str:
        """The query that sorts by this column, or turns it round when it does so already."""
        sort = Sort.named(slug, self.member)
        falling = not self.falling if slug == self.sort.slug else sort.newest_first
        turned = Listing(self.member, self.filters, sort, falling=falling, view=self.view)
        return turned.address()

    @cached_property
    def _rarest(self) -> tuple[Mark, int] | None:
        """The mark that the fewest clients carry, and how many do, as far as anyone counts."""
        marks = self.filters.marks(self.member)
        sizes = [(m, m.rows.order_by()[: MOST_COUNTED + 1].count()) for m in marks]
        return min(sizes, key=lambda size: size[1], default=None)

    @cached_property
    def _fitting(self) -> list[int]:
        """The keys of its clients as far as they are few: what is asked of each is asked once."""
        column = "client_id" if self._walked else "pk"
        return list(self._counted.values_list(column, flat=True)[: MOST_GATHERED + 1])

    @property
    def _walked(self) -> Mark | None:
        """The rows that are walked instead of the clients.

        Not where a client may have several and they are many: telling them apart would read all.
        """
        if self._rarest is None:
            return None
        mark, size = self._rarest
        return None if mark.several and size > MOST_COUNTED else mark

    @property
    def _few(self) -> list[int] | None:
        """The keys of all its clients where conditions leave few."""
        if not self.filters.tree or len(self._fitting) > MOST_GATHERED:
            return None
        return self._fitting

    @property
    def _gathers(self) -> bool:
        return self._few is not None

    @property
    def _clients(self) -> ClientQuerySet:
        if self._few is not None:
            few: ClientQuerySet = Client.objects.filter(pk__in=self._few)
            return few
        return self.filters.choose(self.member)

    @cached_property
    def count(self) -> Count:
        """How many there are, at most one more than is ever counted."""
        if self._few is not None:
            return Count(len(self._few))
        if not self.filters.any:
            return self.whole
        return Count(self._counted[: MOST_COUNTED + 1].count())

    @cached_property
    def whole(self) -> Count:
        """How many the list would have without filters, of those that the member may see."""
        return Count(how_many(self.member, self.filters.states, MOST_COUNTED + 1))

    @property
    def _counted(self) -> Any:
        """One row for each client; where marks are asked for, those of the rarest are walked."""
        rarest = self._walked
        if rarest is None:
            return self.filters.choose(self.member).order_by()
        this = self.filters.plain(self.member).filter(pk=OuterRef("client_id"))
        for mark in self.filters.marks(self.member):
            if mark is not rarest:
                this = this.filter(Exists(mark.rows.filter(client=OuterRef("pk"))))
        counted = rarest.rows.filter(Exists(this)).order_by()
        return counted.values("client").distinct() if rarest.several else counted

    def after(self, place: Place | None) -> list[Place]:
        """The places of the rows that follow, at most one more than a page has."""
        return self._seek(place, back=False)

    def before(self, place: Place) -> list[Place]:
        """The places of the rows that precede, the nearest first."""
        return self._seek(place, back=True)

    def _seek(self, place: Place | None, *, back: bool, limit: int = 0) -> list[Place]:
        start = (place.value, place.key) if place else None
        most, falling = limit or PAGE + 1, self.falling
        keys = self.sort.keys(self.member.organisation)
        found: Any
        if keys is not None:
            found = seek(self._clients, keys, start, falling=falling, back=back, limit=most)
        elif self.filters.any:
            found = self._sought(start, down=falling != back)[:most]
        else:
            found = places(
                self.member, self.filters.states, self.sort.field, down=falling != back, most=most, beyond=start
            )  # fmt: skip
        return [Place(*row) for row in found]

    def _sought(self, start: tuple[Any, int] | None, *, down: bool) -> Any:
        """The rows of its own columns that follow."""
        value, key = self._value(), F("pk")
        clients = self._clients
        if start is not None:
            beyond = TupleLessThan if down else TupleGreaterThan
            clients = clients.filter(beyond(Tuple(value, key), start))
        order = [value.desc(), key.desc()] if down else [value.asc(), key.asc()]
        return clients.order_by(*order).values_list(self.sort.field, "pk")

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
        keys = self.sort.keys(self.member.organisation)
        if keys is not None:
            return Place(*keys.place_of(client))
        return Place(getattr(client, self.sort.field), client.pk)

    def keys(self, at_a_time: int = 500) -> Iterator[list[int]]:
        """The keys of all its clients in its order, some at a time."""
        place: Place | None = None
        while found := self._seek(place, back=False, limit=at_a_time):
            yield [each.key for each in found]
            place = found[-1]

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

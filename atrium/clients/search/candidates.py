"""Which clients may be meant: few, by ranges of the token table. Every statement is bounded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.functions import Coalesce

from atrium.clients.models import Client, SearchDocument, SearchToken
from atrium.clients.search.query import SIGNIFICANT, Query, Term
from atrium.clients.search.tokens import ARCHIVED, EMAIL, NAME, PHONE
from atrium.organisations import current

END = "\U0010ffff"
PER_RANGE = 250
SCANNED = 3000
INTERSECTED = 100
RANGES_AT_ONCE = 40
_TOKENS = SearchToken._meta.db_table
_DOCUMENTS = SearchDocument._meta.db_table
_FADE = 0.04


class Range(NamedTuple):
    """A stretch of the token table: all that begins with ``start``, or exactly that."""

    start: str
    term: int
    quality: float
    exact: bool = False

    @property
    def end(self) -> str:
        return self.start + (" " if self.exact else END)


@dataclass
class Pool:
    """The clients that ranges brought, by how well each term was met."""

    query: Query
    archived: bool
    depth: int = 1
    met: dict[int, dict[int, float]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    full: set[int] = field(default_factory=set)

    def gather(self, ranges: Iterable[Range]) -> None:
        """Add what stands in the ranges."""
        for some in batched(dict.fromkeys(ranges), RANGES_AT_ONCE):
            self._gather(some)

    def _gather(self, ranges: tuple[Range, ...]) -> None:
        most = PER_RANGE * self.depth
        parts: list[str] = []
        parameters: list[str | int] = []
        for place, stretch in enumerate(ranges):
            parts.append(
                f"SELECT * FROM (SELECT {place} AS place, token, weight, client_id FROM {_TOKENS}"  # noqa: S608 - our own words
                f" WHERE organisation_id = %s AND token >= %s AND token < %s{self._live}"
                f" ORDER BY token, weight, client_id LIMIT {most}) AS r{place}"
            )
            parameters += [current.required(), stretch.start, stretch.end]
        came = [0] * len(ranges)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for place, token, weight, client in cursor.fetchall():
                came[place] += 1
                self._meet(ranges[place], token, weight, client)
        for place, stretch in enumerate(ranges):
            self.counts[stretch.term] = self.counts.get(stretch.term, 0) + came[place]
            if came[place] == most:
                self.full.add(stretch.term)

    @property
    def _live(self) -> str:
        return "" if self.archived else f" AND weight < {ARCHIVED}"

    def _meet(self, stretch: Range, token: str, weight: int, client: int) -> None:
        longer = len(token) - len(stretch.start)
        quality = stretch.quality * (1 - _FADE * (weight % ARCHIVED))
        if longer:
            quality *= 0.8 + 0.15 * len(stretch.start) / len(token)
        met = self.met.setdefault(client, {})
        if quality > met.get(stretch.term, 0):
            met[stretch.term] = quality

    def intersect(self) -> None:
        """Where a word is so frequent that its range was cut: who has that word and the others."""
        terms = [(n, t) for n, t in enumerate(self.query.terms) if t.required and not t.pattern]
        if len(terms) < 2 or not any(n in self.full for n, _ in terms):  # noqa: PLR2004
            return
        sizes = self._sizes([term for _, term in terms])
        order = sorted(range(len(terms)), key=lambda place: (sizes[place], place))
        driver, *others = (terms[place][1] for place in order)
        for client in self._with_all(driver, others):
            met = self.met.setdefault(client, {})
            for n, _ in terms:
                met[n] = max(met.get(n, 0), 0.9)

    def _sizes(self, terms: list[Term]) -> list[int]:
        parts: list[str] = []
        parameters: list[str | int] = []
        for place, term in enumerate(terms):
            parts.append(
                f"(SELECT count(*) FROM (SELECT 1 AS one FROM {_TOKENS} WHERE organisation_id = %s"  # noqa: S608 - our own words
                f" AND token >= %s AND token < %s{self._live} LIMIT {SCANNED}) AS c{place})"
            )
            parameters += [current.required(), term.text, term.text + END]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", parameters)
            return list(cursor.fetchone())

    def _with_all(self, driver: Term, others: list[Term]) -> list[int]:
        place = "instr(d.text, %s)" if connection.vendor == "sqlite" else "strpos(d.text, %s)"
        organisation = current.required()
        parameters: list[Any] = [organisation, driver.text, driver.text + END, organisation]
        also = ""
        for term in others:
            also += f" AND ({' OR '.join(f'{place} > 0' for _ in term.forms)})"
            parameters += [f" {form}" for form in term.forms]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT t.client_id FROM (SELECT client_id, token, weight"  # noqa: S608 - our own words
                f" FROM {_TOKENS} WHERE organisation_id = %s AND token >= %s AND token < %s{self._live}"
                f" ORDER BY token, weight, client_id LIMIT {SCANNED}) AS t"
                f" JOIN {_DOCUMENTS} d ON d.client_id = t.client_id"
                f" WHERE d.organisation_id = %s{also}"
                f" ORDER BY t.client_id LIMIT {INTERSECTED * self.depth}",
                parameters,
            )
            return [client for (client,) in cursor.fetchall()]

    def best(self, most: int) -> list[int]:
        """The clients most worth reading, best first."""
        rare = {n: rarity(count) for n, count in self.counts.items()}
        worth = {
            client: sum(rare.get(n, 1.0) * quality for n, quality in met.items())
            for client, met in self.met.items()
        }
        return sorted(worth, key=lambda client: (-worth[client], client))[:most]


def rarity(count: int) -> float:
    """How much a word tells that so many have."""
    return 1 / (1 + math.log1p(count))


WHOLE, DIALLED = -1, -2


def ranges(query: Query) -> Iterator[Range]:
    """Where to look first for what was typed."""
    for place, whole in enumerate(query.whole):
        yield Range(NAME + whole, WHOLE, 1.0 if place == 0 else 0.9)
    yield from _dialled(query)
    for n, term in enumerate(query.terms):
        if term.required:
            yield from _worded(n, term)


def _dialled(query: Query) -> Iterator[Range]:
    for number in query.dialled:
        yield Range(PHONE + number, DIALLED, 1.0)
        yield Range(PHONE + number[1:], DIALLED, 0.9)
    if query.dialled and len(query.dialled[-1]) > SIGNIFICANT:
        yield Range(PHONE + query.dialled[-1][-SIGNIFICANT:], DIALLED, 0.8)


def _worded(n: int, term: Term) -> Iterator[Range]:
    if term.pattern:
        start = term.text.split("*")[0].split("?")[0]
        if start:
            yield Range(start, n, 1.0)
        return
    if term.address:
        yield Range(f"{EMAIL}{term.address}".removeprefix("@@"), n, 1.0)
    for form in term.forms:
        yield Range(form, n, 1.0)


def numbered(query: Query) -> list[int]:
    """The client whose number was typed, or that the one with this number was merged into."""
    if query.number is None:
        return []
    whose = Client.objects.filter(number=query.number)
    return list(whose.values_list(Coalesce("survivor", "id"), flat=True))


def documents(keys: list[int]) -> list[tuple[int, bool, str, str]]:
    """What is searched of these clients: key, whether archived, folded lines, lines as written."""
    if not keys:
        return []
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT client_id, archived, text, shown FROM {_DOCUMENTS}"  # noqa: S608 - our own words
            f" WHERE organisation_id = %s AND client_id IN ({marks})",
            [current.required(), *keys],
        )
        rows: list[tuple[int, bool, str, str]] = cursor.fetchall()
    return rows

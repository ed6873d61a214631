"""The set by which search is judged: clients, and what people type for some of them, as they type it."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Location, Point
from atrium.clients.search import search
from atrium.clients.search.index import reindex
from atrium.foundation.formats import FormatError, phone
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member


@dataclass
class Score:
    """What came of the queries: whether a right client was first, among five, and how long it took."""

    outcomes: dict[str, list[tuple[bool, bool]]] = field(default_factory=lambda: defaultdict(list))
    milliseconds: list[float] = field(default_factory=list)

    @property
    def every(self) -> list[tuple[bool, bool]]:
        return [outcome for some in self.outcomes.values() for outcome in some]

    @property
    def first(self) -> float:
        """The share of queries with a right client at the top."""
        return sum(first for first, _ in self.every) / len(self.every)

    @property
    def five(self) -> float:
        """The share of queries with a right client among the first five."""
        return sum(five for _, five in self.every) / len(self.every)

    @property
    def worst(self) -> tuple[float, str]:
        """The kind of query that finds one among the first five most seldom."""
        return min(
            (sum(f for _, f in some) / len(some), kind) for kind, some in self.outcomes.items()
        )


def load(folder: Path, member: Member) -> dict[int, str]:
    """Add the clients of the set to the current organisation; their keys with the set's own ids."""
    words = lexicon.of(member.organisation)
    status, kind = words.default_status, next(iter(words.location_types.values()))
    given, number = _rows(folder / "clients.csv"), Client.objects.count()
    clients = Client.objects.bulk_create(
        Client(
            number=n, name=r["name"], name_key=fold(r["name"])[:400], status=status, namesake=True
        )
        for n, r in enumerate(given, number + 1)
    )
    for client, row in zip(clients, given, strict=True):
        client.extra = row
    people = [
        (c, Contact(name=c.extra["contact"], name_key=fold(c.extra["contact"])))
        for c in clients
        if c.extra["contact"]
    ]
    Contact.objects.bulk_create([person for _, person in people])
    Link.objects.bulk_create(Link(client=c, contact=person) for c, person in people)
    Point.objects.bulk_create(point for c in clients for point in _points(c, c.extra))
    Location.objects.bulk_create(
        Location(client=c, type=kind, **{k: c.extra[k] for k in ("street", "city", "postcode")})
        for c in clients
    )
    reindex(c.pk for c in clients)
    return {c.pk: c.extra["client_id"] for c in clients}


def ask(folder: Path, member: Member, ids: dict[int, str]) -> Score:
    """Ask all queries of the set."""
    score = Score()
    for query in _rows(folder / "queries.csv"):
        wanted = set(query["expected"].split())
        begun = time.perf_counter()
        hits = search(member, query["query"], limit=5).hits
        score.milliseconds.append((time.perf_counter() - begun) * 1000)
        got = [ids.get(hit.client.pk, "") for hit in hits]
        outcome = (bool(wanted & set(got[:1])), bool(wanted & set(got)))
        score.outcomes[query["kind"]].append(outcome)
    return score


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _points(client: Client, row: dict[str, str]) -> list[Point]:
    found = []
    if row["email"]:
        email = row["email"]
        found.append(Point(client=client, kind="email", value=email, normal=email.lower()))
    if row["phone"]:
        try:
            number = phone.parse(row["phone"], row["country"])
            value, normal = number.international, number.e164
        except FormatError:
            value = normal = row["phone"]
        found.append(Point(client=client, kind="phone", value=value, normal=normal))
    return found

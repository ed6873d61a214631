"""How fast search answers at a size, how big its tables are and how fast it takes clients in."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import batched

from django.db import connection, transaction

from atrium.clients import lexicon
from atrium.clients.models import (
    Client,
    Location,
    Point,
    SearchDocument,
    SearchSpelling,
    SearchToken,
)
from atrium.clients.search import search
from atrium.clients.search.index import reindex
from atrium.demo.world.bulk import Row, bulk
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member

AT_ONCE = 10_000


def fill(member: Member, clients: int, *, seed: int = 0) -> float:
    """Put so many invented clients into the current organisation; the seconds that indexing took."""
    words = lexicon.of(member.organisation)
    statuses = list(words.statuses.values())
    kind = next(iter(words.location_types.values()))
    number = Client.objects.count()
    spent = 0.0
    for chunk in batched(bulk(clients, seed), AT_ONCE):
        rows = [Row(*cells) for cells in chunk]
        made = [
            Client(
                number=number + place,
                kind=row.kind,
                name=row.name,
                name_key=fold(row.name)[:400],
                status=statuses[row.status % len(statuses)],
            )
            for place, row in enumerate(rows, 1)
        ]
        number += len(made)
        with transaction.atomic():
            Client.objects.bulk_create(made)
            Point.objects.bulk_create(_points(made, rows))
            Location.objects.bulk_create(
                Location(client=client, type=kind, city=row.city, postcode=row.postcode)
                for client, row in zip(made, rows, strict=True)
            )
            start = time.perf_counter()
            reindex(client.pk for client in made)
            spent += time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return spent


def _points(made: list[Client], rows: list[Row]) -> Iterator[Point]:
    for client, row in zip(made, rows, strict=True):
        yield Point(client=client, kind="email", value=row.email, normal=row.email, preferred=True)
        normal = "+" + "".join(letter for letter in row.phone if letter.isdigit())
        yield Point(client=client, kind="phone", value=row.phone, normal=normal, preferred=True)


def queries(clients: int, *, seed: int = 0, each: int = 40) -> list[str]:
    """What people type for some of the clients that fill() made, letter by letter and as a whole."""
    rng = random.Random(f"queries/{seed}")  # noqa: S311 - chance that repeats is the point
    rows = rng.sample([Row(*cells) for cells in bulk(clients, seed)], each)
    found = []
    for row in rows:
        first, *rest = row.name.split()
        last = rest[0] if rest else first
        digits = "".join(letter for letter in row.phone if letter.isdigit())
        found += [row.name, row.name[:1], row.name[:2], row.name[:3], row.name[:5], first, last]
        found += [f"{last} {first}", f"{first} {last[:2]}", f"{first[:3]} {last[:3]}"]
        found += [f"{last} {row.city}", row.email, row.email.split("@")[0], digits[-6:]]
        found += [digits[2:7], row.phone, row.postcode, _slip(rng, first) + " " + _slip(rng, last)]
    return found


def _slip(rng: random.Random, word: str) -> str:
    place = rng.randrange(len(word))
    return rng.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + rng.choice("aeinrst") + word[place:],
            word[: place - 1]
            + word[place : place + 1]
            + word[place - 1 : place]
            + word[place + 1 :],
        ]
        if place
        else [word + "e"]
    )


def answer_times(
    member: Member, asked: list[str], *, clock: Callable[[], float] = time.perf_counter
) -> list[tuple[float, str]]:
    """Milliseconds per query, fastest first, each with its query; everything was asked once before."""
    for query in asked:
        search(member, query)
    times = []
    for query in asked:
        start = clock()
        search(member, query)
        times.append(((clock() - start) * 1000, query))
    return sorted(times)


def like_times(asked: list[str]) -> list[float]:
    """Milliseconds per query for LIKE over the names alone: the floor to be told from."""
    times = []
    for query in asked:
        start = time.perf_counter()
        list(Client.objects.filter(name__icontains=query).values_list("pk", flat=True)[:20])
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def percentile(times: list[float], share: float) -> float:
    """The time below which this share of the sorted times lies."""
    return times[min(len(times) - 1, int(len(times) * share))]


def sizes() -> dict[str, int]:
    """Rows of the tables of search in the current organisation."""
    models = (SearchToken, SearchSpelling, SearchDocument)
    return {model._meta.db_table: model.objects.count() for model in models}

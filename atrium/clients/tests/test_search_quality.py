"""The quality set: 2,212 clients, 170 queries as people type them. ATRIUM_SHARED says where it lies."""

from __future__ import annotations

import csv

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Location, Point
from atrium.clients.search import search
from atrium.clients.search.index import reindex
from atrium.foundation.formats import FormatError, phone
from atrium.foundation.formats.names import fold
from atrium.foundation.tests.reference import reference
from atrium.organisations.models import Member

FIRST, AMONG_FIVE, WORST_KIND = 0.975, 0.985, 0.8


def rows(name: str) -> list[dict[str, str]]:
    with reference(f"data/search/{name}").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fill(member: Member) -> dict[int, str]:
    """Load the clients of the set; their keys with the set's own ids."""
    words = lexicon.of(member.organisation)
    status, kind = words.default_status, next(iter(words.location_types.values()))
    given = rows("clients.csv")
    clients = Client.objects.bulk_create(
        Client(
            number=n, name=r["name"], name_key=fold(r["name"])[:400], status=status, namesake=True
        )
        for n, r in enumerate(given, 1)
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
    Point.objects.bulk_create(point for c in clients for point in points(c, c.extra))
    Location.objects.bulk_create(
        Location(client=c, type=kind, **{k: c.extra[k] for k in ("street", "city", "postcode")})
        for c in clients
    )
    reindex(c.pk for c in clients)
    return {c.pk: c.extra["client_id"] for c in clients}


def points(client: Client, row: dict[str, str]) -> list[Point]:
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


def test_j02_quality_of_search(alice: Member) -> None:
    ids = fill(alice)
    asked: dict[str, list[tuple[bool, bool]]] = {}
    for query in rows("queries.csv"):
        wanted = set(query["expected"].split())
        got = [ids[hit.client.pk] for hit in search(alice, query["query"], limit=5).hits]
        outcome = (bool(wanted & set(got[:1])), bool(wanted & set(got)))
        asked.setdefault(query["kind"], []).append(outcome)
    every = [outcome for outcomes in asked.values() for outcome in outcomes]

    assert len(every) == 170
    assert sum(first for first, _ in every) / len(every) >= FIRST
    assert sum(five for _, five in every) / len(every) >= AMONG_FIVE
    worst = {kind: sum(five for _, five in some) / len(some) for kind, some in asked.items()}
    assert min(worst.values()) >= WORST_KIND, worst

"""Keeps what the search for people reads in step with the contacts, with few statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import batched

from django.db import connection

from atrium.clients.models import Contact, PersonToken, Point, PointKind
from atrium.clients.search.tokens import (
    EMAIL,
    PHONE,
    digits,
    email_parts,
    fragments,
    shortened,
    words,
)
from atrium.foundation.formats.names import fold
from atrium.organisations import current

AT_ONCE = 500
LONGEST = 120


def reindex_people(contact_keys: Iterable[int]) -> None:
    """Make the tokens of these contacts anew, inside the transaction that wrote them."""
    for chunk in batched(sorted(set(contact_keys)), AT_ONCE):
        wanted = _tokens_of(chunk)
        rows = PersonToken.objects.filter(contact_key__in=chunk)
        had = set(rows.values_list("contact_key", "token"))
        _write(sorted(had - wanted), sorted(wanted - had))


def index_new_people(contacts: Collection[Contact], points: Iterable[Point]) -> None:
    """Make the tokens of contacts that the act has just made; ``points`` are all it has just made."""
    if not contacts:
        return
    found = {(contact.pk, token) for contact in contacts for token in _named(contact.name)}
    new = {contact.pk for contact in contacts}
    for point in points:
        if point.contact_id in new:
            told = _reached(point.kind, point.normal)
            found.update((point.contact_id, token[:LONGEST]) for token in told)
    _write([], sorted(found))


def _tokens_of(chunk: tuple[int, ...]) -> set[tuple[int, str]]:
    found: set[tuple[int, str]] = set()
    for key, name in Contact.objects.filter(pk__in=chunk).values_list("pk", "name"):
        found.update((key, token) for token in _named(name))
    points = Point.objects.filter(contact__in=chunk)
    for key, kind, normal in points.values_list("contact_id", "kind", "normal"):
        found.update((key, token[:LONGEST]) for token in _reached(kind, normal))
    return found


def _named(name: str) -> Iterator[str]:
    for word in words(name):
        yield word
        yield shortened(word)


def _reached(kind: str, normal: str) -> Iterator[str]:
    if kind == PointKind.EMAIL:
        yield EMAIL + fold(normal)
        yield from email_parts(fold(normal))
    elif kind == PointKind.PHONE:
        number = digits(normal.partition(";")[0])
        yield from (PHONE + end for end in fragments(number))


def _write(gone: list[tuple[int, str]], new: list[tuple[int, str]]) -> None:
    table, organisation = PersonToken._meta.db_table, current.required()
    with connection.cursor() as cursor:
        if gone:
            cursor.executemany(
                f"DELETE FROM {table} WHERE organisation_id = %s AND contact_id = %s AND token = %s",  # noqa: S608 - our own table
                [(organisation, *row) for row in gone],
            )
        if new:
            cursor.executemany(
                f"INSERT INTO {table} (organisation_id, contact_id, token) VALUES (%s, %s, %s)"  # noqa: S608 - our own table
                " ON CONFLICT DO NOTHING",
                [(organisation, *row) for row in new],
            )

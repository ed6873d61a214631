"""Keeps what search reads in step with the clients, with few statements however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import batched
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from atrium.clients.models import (
    Client,
    SearchDocument,
    SearchSpelling,
    SearchToken,
)
from atrium.clients.search.document import Entry, documents, of_keys
from atrium.clients.search.spelling import keys
from atrium.clients.search.tokens import tokens, vocabulary
from atrium.organisations import current

AT_ONCE = 2000
_SECOND = itemgetter(1)


def reindex(client_keys: Iterable[int], new: Mapping[int, Entry] | None = None) -> None:
    """Make the tokens of these clients anew, those of the current organisation.

    Inside a transaction, and after the rows it reads from have been written. ``new`` are the
    documents of clients that were not here before.
    """
    # What is in a savepoint, SQLite copies page by page before it changes it.
    with transaction.atomic(savepoint=False):
        for chunk in batched(sorted(set(client_keys)), AT_ONCE):
            _reindex(chunk)
        if new:
            _write({}, dict(new))


def rebuild() -> int:
    """Make the whole index of the current organisation anew; the number of its clients."""
    with transaction.atomic():
        for model in (SearchToken, SearchSpelling, SearchDocument):
            model.objects.all()._raw_delete("default")  # noqa: SLF001 - delete() would load the rows
        everyone = list(Client.objects.order_by("id").values_list("id", flat=True))
        reindex(everyone)
    return len(everyone)


def _reindex(chunk: Sequence[int]) -> None:
    wanted = set(chunk)
    # The lock keeps two that change different rows of one client from missing each other's.
    kept = SearchDocument.objects.filter(of_keys("client_key", chunk)).order_by("client_key")
    kept = kept.select_for_update().values_list("client_key", "archived", "text", "shown")
    before = {key: Entry(*rest) for key, *rest in kept if key in wanted}
    _write(before, documents(chunk))


def _write(before: dict[int, Entry], after: dict[int, Entry]) -> None:
    gone: list[tuple[Any, ...]] = []
    new: list[tuple[Any, ...]] = []
    spelled: set[str] = set()
    organisation = current.required()
    for key in before.keys() | after.keys():
        old, now = before.get(key), after.get(key)
        if old == now:
            continue
        has: AbstractSet[tuple[str, int]] = set()
        if now:
            has = tokens(now.text, archived=now.archived).items()
            spelled.update(vocabulary(now.text))
        if old:
            had = tokens(old.text, archived=old.archived).items()
            gone += [(organisation, *pair, key) for pair in had - has]
            has -= had
        new += [(organisation, token, weight, key) for token, weight in has]
    # By what is at once compared; who writes at the same time writes the tokens of other clients.
    new.sort(key=_SECOND)
    _write_tokens(gone, new)
    _write_documents(before, after)
    _spell(spelled)


def _write_tokens(gone: list[tuple[Any, ...]], new: list[tuple[Any, ...]]) -> None:
    table = SearchToken._meta.db_table
    with connection.cursor() as cursor:
        if gone:
            cursor.executemany(
                f"DELETE FROM {table} WHERE organisation_id = %s AND token = %s"  # noqa: S608 - our own table
                " AND weight = %s AND client_id = %s",
                gone,
            )
    _insert(table, (("organisation_id", "bigint"), ("token", "text"), ("weight", "smallint"),
                    ("client_id", "bigint")), new)  # fmt: skip


def _write_documents(before: dict[int, Entry], after: dict[int, Entry]) -> None:
    table, organisation = SearchDocument._meta.db_table, current.required()
    changed = [(key, entry) for key, entry in after.items() if before.get(key) not in {None, entry}]
    gone = [key for key in before if key not in after]
    if gone:
        SearchDocument.objects.filter(client_key__in=gone).delete()
    with connection.cursor() as cursor:
        if changed:
            cursor.executemany(
                f"UPDATE {table} SET archived = %s, text = %s, shown = %s"  # noqa: S608 - our own table
                " WHERE organisation_id = %s AND client_id = %s",
                [(*entry, organisation, key) for key, entry in changed],
            )
    new = [(organisation, key, *entry) for key, entry in after.items() if key not in before]
    _insert(table, (("organisation_id", "bigint"), ("client_id", "bigint"), ("archived", "boolean"),
                    ("text", "text"), ("shown", "text")), new)  # fmt: skip


def _spell(spelled: set[str]) -> None:
    organisation = current.required()
    for chunk in batched(sorted(spelled), AT_ONCE):
        known = SearchSpelling.objects.filter(key__among=chunk, key=F("word"))
        new = set(chunk) - set(known.values_list("word", flat=True))
        # Two that write at the same time must meet in one order: that of the keys, then the words.
        rows = [(organisation, key, word) for word in sorted(new) for key in keys(word)]
        rows.sort(key=_SECOND)
        _insert(SearchSpelling._meta.db_table, (("organisation_id", "bigint"), ("key", "text"),
                ("word", "text")), rows)  # fmt: skip


def _insert(table: str, columns: Sequence[tuple[str, str]], rows: list[tuple[Any, ...]]) -> None:
    """Add rows; one that is there stays. PostgreSQL takes them as one array per column."""
    if not rows:
        return
    names = ", ".join(name for name, _ in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING",  # noqa: S608 - our own names
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608 - our own names
                rows,
            )

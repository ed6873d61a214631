"""Keeps what search reads in step with the clients, with few statements however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched, chain
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q

from atrium.clients.models import (
    Client,
    Link,
    Location,
    Point,
    SearchDocument,
    SearchSpelling,
    SearchToken,
    State,
)
from atrium.clients.models.client_queryset import HIDDEN
from atrium.clients.search.custom import SearchedFields
from atrium.clients.search.spelling import keys
from atrium.clients.search.tokens import Field, digits, line, tokens, vocabulary, words
from atrium.foundation.formats.names import fold
from atrium.organisations import current

AT_ONCE = 2000
MOST_WORDS = 200


class Entry(NamedTuple):
    """A client's document as it is kept."""

    archived: bool
    text: str
    shown: str


def reindex(client_keys: Iterable[int]) -> None:
    """Make the tokens of these clients anew, those of the current organisation.

    Inside a transaction, and after the rows it reads from have been written.
    """
    # What is in a savepoint, SQLite copies page by page before it changes it.
    with transaction.atomic(savepoint=False):
        for chunk in batched(sorted(set(client_keys)), AT_ONCE):
            _reindex(chunk)


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
    kept = SearchDocument.objects.filter(_of("client_key", chunk)).order_by("client_key")
    kept = kept.select_for_update().values_list("client_key", "archived", "text", "shown")
    before = {key: Entry(*rest) for key, *rest in kept if key in wanted}
    after = documents(chunk)
    gone: list[tuple[Any, ...]] = []
    new: list[tuple[Any, ...]] = []
    spelled: set[str] = set()
    organisation = current.required()
    for key in chunk:
        old, now = before.get(key), after.get(key)
        if old == now:
            continue
        has = tokens(now.text, archived=now.archived).items() if now else set()
        if old:
            had = tokens(old.text, archived=old.archived).items()
            gone += [(organisation, *pair, key) for pair in had - has]
            has -= had
        new += [(organisation, token, weight, key) for token, weight in has]
        if now:
            spelled.update(vocabulary(now.text))
    _write_tokens(gone, sorted(new))
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
        rows = sorted({(organisation, key, word) for word in new for key in keys(word)})
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


def documents(chunk: Sequence[int]) -> dict[int, Entry]:
    """What is searched of these clients; withdrawn ones are not found at all."""
    clients = Client.objects.filter(_of("pk", chunk)).exclude(state__in=HIDDEN)
    names_of = ("name", "legal_name", "external_id")
    rows = list(clients.values_list("id", "state", *names_of, "extra", "absorbs"))
    former: dict[int, list[tuple[Any, ...]]] = {}
    if any(absorbs for *_, absorbs in rows):
        gone = Client.objects.filter(survivor__in=chunk, state=State.MERGED).order_by("id")
        former = _grouped(gone.values_list("survivor_id", *names_of))
    people: dict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    links = Link.objects.current().filter(_of("client_id", chunk)).order_by("-is_primary", "id")
    for client, contact, name in links.values_list("client_id", "contact_id", "contact__name"):
        people[client].append(contact)
        names[contact] = name
    points = Point.objects.order_by("-preferred", "id")
    reach = _grouped(
        points.filter(_of("client_id", chunk)).values_list("client_id", "kind", "value", "normal")
    )
    theirs = _grouped(
        points.filter(_of("contact_id", sorted(names))).values_list("contact_id", "kind", "value", "normal")
    ) if names else {}  # fmt: skip
    places = Location.objects.filter(_of("client_id", chunk)).order_by("-is_default", "id")
    at = _grouped(places.values_list("client_id", "street", "city", "region", "postcode"))
    found = {}
    wanted = set(chunk)
    own = SearchedFields()
    for key, state, name, legal_name, external_id, extra, _ in rows:
        if key not in wanted:
            continue
        lines = _Lines()
        lines.words(Field.NAME, name)
        lines.words(Field.LEGAL_NAME, legal_name)
        for was in former.get(key, ()):
            for said in was:
                lines.words(Field.FORMER, said)
        for contact in people[key]:
            lines.words(Field.CONTACT, names[contact])
        lines.words(Field.EXTERNAL_ID, external_id)
        theirs_too = chain.from_iterable(theirs.get(contact, ()) for contact in people[key])
        lines.points([*reach.get(key, ()), *theirs_too])
        lines.places(at.get(key, ()))
        for shown, found_by in own.lines(extra):
            lines.custom(shown, found_by)
        found[key] = lines.entry(archived=state == State.ARCHIVED)
    return found


def _of(column: str, keys: Sequence[int]) -> Q:
    """Rows of these keys, given in order; where they are dense, by their stretch, which costs less."""
    first, last = keys[0], keys[-1]
    if last - first < 2 * len(keys):
        return Q(**{f"{column}__gte": first, f"{column}__lte": last})
    return Q(**{f"{column}__in": keys})


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return found


class _Lines:
    """A document while it is written, the best fields first."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}

    def words(self, field: Field, shown: str) -> None:
        if shown and (found := words(shown)):
            self._lines.setdefault(line(field, found), " ".join(shown.split()))

    def custom(self, shown: str, found_by: str) -> None:
        if found := words(found_by):
            self._lines.setdefault(line(Field.CUSTOM, found[:MOST_WORDS]), shown)

    def points(self, rows: Iterable[tuple[str, str, str]]) -> None:
        for kind, value, normal in rows:
            if kind == "email":
                self._lines.setdefault(line(Field.EMAIL, ["".join(fold(value).split())]), value)
            elif kind == "phone":
                for number in _numbers(value, normal):
                    self._lines.setdefault(line(Field.PHONE, [number]), value)
            else:
                self.words(Field.EXTERNAL_ID, value)

    def places(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        rows = list(rows)
        for _, city, region, _ in rows:
            self.words(Field.TOWN, city)
            self.words(Field.TOWN, region)
        for street, _, _, postcode in rows:
            self.words(Field.STREET, street)
            if code := "".join(words(postcode)):
                self._lines.setdefault(line(Field.POSTCODE, [code]), postcode)

    def entry(self, *, archived: bool) -> Entry:
        return Entry(archived, "\n".join(self._lines), "\n".join(self._lines.values()))


def _numbers(value: str, normal: str) -> list[str]:
    """The digits as dialled from abroad, and as written where they are others."""
    typed, dialled = digits(value), digits(normal)
    if typed.lstrip("0") in dialled:
        return [dialled] if dialled else []
    return [number for number in (dialled, typed) if number]

"""Everything in the database, copied into another one, of the same engine or of the other; then compared."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import batched
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, DataError, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, ForeignKey, Model

from atrium.accounts.models import User
from atrium.config.environment import database as settings_of
from atrium.foundation.errors import Refusal
from atrium.foundation.migrating import pending
from atrium.foundation.statistics import learn
from atrium.installation.heights import heights, raise_to
from atrium.organisations import current
from atrium.organisations.models import Organisation

HERE, THERE = DEFAULT_DB_ALIAS, "moved"
AT_ONCE = 2_000
_TOP = 1 << 256


@dataclass(frozen=True)
class Moved:
    """How much was copied."""

    tables: int
    rows: int


@dataclass(frozen=True)
class Digest:
    """The rows of a table: how many, and one value for all of them, whatever their order."""

    rows: int = 0
    value: int = 0

    def with_row(self, row: Iterable[Any]) -> Digest:
        text = json.dumps(list(row), cls=_Exact, sort_keys=True)
        one = int.from_bytes(hashlib.sha256(text.encode()).digest())
        return Digest(self.rows + 1, (self.value + one) % _TOP)


class _Exact(DjangoJSONEncoder):
    """Dates to the microsecond, bytes as they are."""

    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | memoryview):
            return bytes(o).hex()
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def move(url: str) -> Moved:
    """Make the schema in the database of the URL, which must be empty, and copy every row into it.

    Nobody can write here meanwhile. All or nothing: what fails or differs leaves no row there. Refused in words.
    """
    known = settings_of(url, Path(settings.DATA))
    if missing := pending():
        msg = f"{len(missing)} migrations are missing here. Run first: atrium migrate"
        raise Refusal(msg)
    with other_database(known, THERE):
        with connections[THERE].cursor() as cursor:
            if _holds_anything(cursor):
                msg = f"The database {known['NAME']} is not empty; name one that is."
                raise Refusal(msg)
        _make_schema(url)
        return fill()


def _holds_anything(cursor: CursorWrapper) -> bool:
    """Whether somebody's rows lie there; the bare schema of a move that failed may be filled again."""
    tables = set(connections[THERE].introspection.table_names(cursor))
    theirs = {User._meta.db_table, Organisation._meta.db_table}
    if not tables or not theirs <= tables:
        return bool(tables)
    for table in theirs:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own tables
        if cursor.fetchone():
            return True
    return False


@contextmanager
def other_database(known: dict[str, Any], alias: str) -> Iterator[None]:
    """One more database inside the block, under the alias."""
    connections.settings[alias] = {**connections.settings[HERE], **known}
    try:
        connections[alias] = connections.create_connection(alias)
    finally:
        # From here on nobody else takes it for one of the product's databases.
        del connections.settings[alias]
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]


def fill(here: str = HERE, there: str = THERE) -> Moved:
    """Copy every row of every model from one alias to the other, whose schema stands, and compare them."""
    models = _in_order(moved_models())
    with (
        current.unscoped("moving every organisation into another database"),
        _still(models, here),
        transaction.atomic(there),
    ):
        _clear(models, there)
        copied = {model: _copy(model, here, there) for model in models}
        for model, digest in copied.items():
            if digest != (came := _digest(model, there)):
                msg = f"{model._meta.db_table} came over differently: {came.rows} rows of {digest.rows}. Nothing was moved."
                raise Refusal(msg)
        raise_to(heights(connections[here], models), connections[there])
    learn(there)
    return Moved(len(copied), sum(digest.rows for digest in copied.values()))


def moved_models() -> list[type[Model]]:
    """Each table by one model."""
    return [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]


def _make_schema(url: str) -> None:
    """In a process of its own: migrations know only one database."""
    program = "import sys; from atrium.cli import main; sys.exit(main(['migrate']))"
    told = os.environ | {"ATRIUM_DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-c", program], env=told, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refusal(done.stderr.strip().removeprefix("atrium: ") or "The schema was not made.")


@contextmanager
def _still(models: list[type[Model]], here: str) -> Iterator[None]:
    """One moment of the database here, in which nobody writes."""
    with transaction.atomic(here):
        if connections[here].vendor == "postgresql":
            tables = ", ".join(connections[here].ops.quote_name(m._meta.db_table) for m in models)
            with connections[here].cursor() as cursor:
                cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        yield


def _in_order(models: list[type[Model]]) -> list[type[Model]]:
    """Each model after those it refers to: the word index of SQLite is filled from rows that are there."""
    order: TopologicalSorter[type[Model]] = TopologicalSorter()
    known = {model: _referred(model) & set(models) for model in models}
    for model, others in known.items():
        order.add(model, *others)
    try:
        return list(order.static_order())
    except CycleError as error:
        ring = error.args[1]
        raise AssertionError([model._meta.label for model in ring]) from error


def _referred(model: type[Model]) -> set[type[Model]]:
    return {
        field.remote_field.model
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        and not field.null
        and field.remote_field.model is not model
    }


def _clear(models: list[type[Model]], there: str) -> None:
    """Take out what the migrations put in."""
    quote = connections[there].ops.quote_name
    with connections[there].cursor() as cursor:
        for model in reversed(models):
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608 - our own tables


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    return [f for f in model._meta.local_concrete_fields if f.column and not f.generated]


def _rows(model: type[Model], alias: str) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in _columns(model)]
    rows = model._base_manager.using(alias).order_by().values_list(*names)
    return rows.iterator(chunk_size=AT_ONCE)


def _digest(model: type[Model], alias: str) -> Digest:
    digest = Digest()
    for row in _rows(model, alias):
        digest = digest.with_row(row)
    return digest


def _copy(model: type[Model], here: str, there: str) -> Digest:
    target, fields, digest = connections[there], _columns(model), Digest()
    quote = target.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - our own tables
    for some in batched(_rows(model, here), AT_ONCE):
        prepared = []
        for row in some:
            digest = digest.with_row(row)
            prepared.append(
                [f.get_db_prep_save(value, target) for f, value in zip(fields, row, strict=True)]
            )
        try:
            with target.cursor() as cursor:
                cursor.executemany(sql, prepared)
        except DataError as error:
            msg = f"{model._meta.db_table} holds what the other database does not take: {str(error).strip()}. Nothing was moved."
            raise Refusal(msg) from error
    return digest

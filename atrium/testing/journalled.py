"""A watch over what an erasure reads ahead: in those tables texts change through the journal, or the erasure would miss them.

Every statement that any test sends is looked at, so a new way of writing past the journal fails the
first test that goes it; the tables are those of ``privacy.looking``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from inspect import currentframe
from pathlib import Path
from types import FrameType
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_UPDATE = re.compile(r'UPDATE "(?P<table>\w+)"(?: AS \w+)? SET (?P<columns>.*)', re.DOTALL)
_APP = f"{Path(__file__).resolve().parents[1]}/"
# The journal itself, and what takes a person out, which adds no words; tests set their scenes, and migrations run alone.
_MAY = ("timeline/acting.py", "privacy/")
_SCENES = ("/migrations/", "/tests/", "testing/")
# Every statement goes through these, whoever asks for it.
_THROUGH = ("testing/journalled.py", "organisations/")


class PastTheJournal(AssertionError):
    """A text changed that an erasure would no longer find."""


def watch() -> None:
    """Look at each statement of each connection from now on."""
    connection_created.connect(_watch, dispatch_uid="journalled")


def _watch(connection: BaseDatabaseWrapper, **_: object) -> None:
    if look not in connection.execute_wrappers:
        # In front: who wraps a block while the connection is made takes the last one off again.
        connection.execute_wrappers.insert(0, look)


def look(
    execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Mapping[str, Any]
) -> Any:
    """Do as told, unless it changes a watched text and comes from elsewhere."""
    names = texts_changed(sql) if sql.startswith("UPDATE ") else []
    if names and not is_kept(currentframe()):
        msg = f"{', '.join(names)} changed without acting(): an erasure that looks ahead would miss it. Change it by act.change(), or take the table out of privacy.looking.AHEAD."
        raise PastTheJournal(msg)
    return execute(sql, params, many, context)


def is_kept(frame: FrameType | None) -> bool:
    """Whether it is the journal that asks for it, or a test that sets its own scene."""
    while frame:
        place = frame.f_code.co_filename.removeprefix(_APP)
        if frame.f_code.co_filename.startswith(_APP) and not place.startswith(_THROUGH):
            return place.startswith(_MAY) or any(part in place for part in _SCENES)
        frame = frame.f_back
    return False


def texts_changed(sql: str) -> list[str]:
    """The watched columns that a statement sets."""
    found = _UPDATE.match(sql)
    columns = watched().get(found["table"], ()) if found else ()
    assigned = found["columns"].partition(" WHERE ")[0] if found else ""
    return [name for name in columns if re.search(rf'"{name}" = ', assigned)]


@cache
def watched() -> dict[str, tuple[str, ...]]:
    """By table: the columns in which an erasure looks ahead for the person."""
    from atrium.privacy.looking import TAKEN
    from atrium.privacy.wiping import read_ahead

    found = {}
    for kept, names in read_ahead():
        meta = kept.table._meta
        columns = {field.name: field.column for field in meta.concrete_fields}
        taken = TAKEN.get(kept.model, ("",))[0]
        found[meta.db_table] = tuple(str(columns[name]) for name in names if name != taken)
    return found

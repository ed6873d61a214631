"""Who asks to write first writes first, and is woken the moment it can.

SQLite lets a writer that finds the database locked sleep for up to a tenth of a second and try
again; under eight writers some came too late for three seconds on end. Here they stand in line for
a lock of the operating system before they begin, which goes to the next in line at once.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db.backends.sqlite3 import base, operations

LONG = 1000  # signs of a statement
# So many new rows are one statement. What SQLite does once a statement it then does that much more
# seldom: the word index of events writes its words out, savepoints within it are opened and closed.
TOGETHER = 50
_ADDS = re.compile(r"(INSERT INTO [^%]+ VALUES )(\((?:[^()%]*%s)+[^()%]*\))([^%]*)")


class _Cursor(base.SQLiteCursorWrapper):
    """A cursor that remembers how a statement is written for SQLite: half a millisecond for a long one."""

    def convert_query(self, query: str, *, param_names: Any = None) -> Any:
        if param_names is not None or len(query) < LONG:
            return super().convert_query(query, param_names=param_names)
        return _converted(query)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Rows of one INSERT go many a statement: half the time of one statement for each."""
        rows = list(param_list)
        whole = len(rows) - len(rows) % TOGETHER
        if not whole or not (adds := _many(query)):
            return super().executemany(query, rows)
        for at in range(0, whole, TOGETHER):
            given = list(chain.from_iterable(rows[at : at + TOGETHER]))
            sqlite3.Cursor.execute(self, adds, given)
        return super().executemany(query, rows[whole:])


@lru_cache(maxsize=300)
def _many(query: str) -> str:
    """The INSERT for so many rows as SQLite takes it; nothing where the statement is another."""
    found = _ADDS.fullmatch(query)
    if found is None:
        return ""
    row = found[2].replace("%s", "?")
    return f"{found[1]}{', '.join([row] * TOGETHER)}{found[3]}"


@lru_cache(maxsize=300)
def _converted(query: str) -> Any:
    nobody: Any = None
    return base.SQLiteCursorWrapper.convert_query(nobody, query)


class _Operations(operations.DatabaseOperations):
    """Django's, but an instant that the driver has read is given its zone without asking the settings."""

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if type(value) is datetime and value.tzinfo is None:
            return value.replace(tzinfo=connection.timezone)
        return super().convert_datetimefield_value(value, expression, connection)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait in line.

    The lock is the kernel's: it goes when its process ends, however that happens. A transaction
    that begins without it (another program's) is waited for as SQLite does.
    """

    ops_class = _Operations
    _line: int | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=_Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        self._queue_up()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            if self._line is not None:
                # Not unlocked: after a fork that would be the parent's lock.
                os.close(self._line)
                self._line = None

    def _queue_up(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db():
            return
        if self._line is None:
            self._line = os.open(f"{name}-line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._line, fcntl.LOCK_EX)

    def _leave(self) -> None:
        if self._line is not None:
            fcntl.flock(self._line, fcntl.LOCK_UN)

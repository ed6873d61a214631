from __future__ import annotations

import re
import select
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import register_tzloader
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus

_MARK = re.compile("%[%s]")
# Of statements beyond these the driver remembers nothing.
_LETTERS, _MARKS = 4096, 50
_LISTS = frozenset({list, tuple})
# Seconds. A line that is idle for long may be cut by something between, of which neither end is told.
ASKED_EVERY = 30.0


class Telling(base.CursorMixin, psycopg.ClientCursor[Any]):
    """A cursor that tells its session what ``saying()`` was given in the same breath as the next statement.

    PostgreSQL takes both in one message and as one transaction: no second way to the server, and
    where the statement fails what was told is taken back with it.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Telling:
        session: Any = self.connection
        words, session.words = getattr(session, "words", ""), ""
        if type(params) in _LISTS and (len(query) > _LETTERS or len(params) > _MARKS):
            query, params = self._written(query, params), None
        if not words:
            super().execute(query, params, **options)
            return self
        super().execute(f"{words}; {query}", params, **options)
        self.nextset()
        assert self._query is not None
        # What was asked is the statement: Django tells it so where statements are listened to.
        self._query.query = self._query.query[len(f"{words}; ") :]
        return self

    def _written(self, query: str, params: Sequence[Any]) -> str:
        """The statement with its values in it, as the driver writes it, which reads a long one anew each time."""
        writer = Transformer(self)
        values = (b"NULL" if value is None else writer.as_literal(value) for value in params)
        return (query.encode() % tuple(values)).decode()


class Kept(psycopg.RawCursor[Any]):
    """A cursor whose statements the server plans once and keeps for as long as the session lasts."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Kept:
        super().execute(_numbered(query), params, **options | {"prepare": True})
        return self


@lru_cache(maxsize=500)
def _numbered(query: str) -> bytes:
    """The statement with its marks as PostgreSQL counts them."""
    numbers = count(1)
    return _MARK.sub(lambda mark: "%" if mark[0] == "%%" else f"${next(numbers)}", query).encode()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows when its session settings may have changed under it.

    ``told`` is what was last set in the session, by whoever keeps settings there; it is None on
    a new connection and after a rollback, which takes settings back as well. Behind a pool that
    lends a session for one transaction, settings live no longer than that transaction.
    """

    told: Any = None
    _keeps = False
    _answered = 0.0

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Have the server keep the plans of the statements within, where the session is one's own.

        Worth it for statements whose planning takes longer than running them, and that are asked
        again and again. A pool would hand the next statement to a session that knows of no plan.
        """
        self._keeps = not self.is_pooled
        try:
            yield
        finally:
            self._keeps = False

    @contextmanager
    def saying(self, words: str) -> Iterator[None]:
        """Let the statement within, of a cursor of ours, be preceded by this one; its answer is left out."""
        self.connection.words = words
        try:
            yield
        finally:
            self.connection.words = ""

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"cursor_factory": Telling}

    def create_cursor(self, name: str | None = None) -> Any:
        if name or not self._keeps:
            return super().create_cursor(name)
        self.connection.prepare_threshold = 0  # Django says None, by which nothing is ever kept
        cursor = Kept(self.connection)
        if cursor.connection.info.timezone != self.timezone:
            register_tzloader(self.timezone, cursor)
        return cursor

    @property
    def is_pooled(self) -> bool:
        return bool(self.settings_dict.get("POOLED"))

    def close_if_health_check_failed(self) -> None:
        """As Django does, but without a statement where the session answered lately and nobody ended it since."""
        if self._is_silent():
            self.health_check_done = True
            return
        checked = self.health_check_done
        super().close_if_health_check_failed()
        if self.health_check_done and not checked:
            self._answered = time.monotonic()

    def _is_silent(self) -> bool:
        """Whether there is nothing to read: a server or a pool that ends a session says so, and closes the line."""
        if self.connection is None or time.monotonic() - self._answered > ASKED_EVERY:
            return False
        line = self.connection.pgconn
        if line.status != ConnStatus.OK or self.errors_occurred:
            return False
        watch = select.poll()
        watch.register(line.socket, select.POLLIN)
        return not watch.poll(0)

    def init_connection_state(self) -> None:
        self.told, self._answered = None, time.monotonic()
        super().init_connection_state()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        if self.is_pooled:
            self.told = None

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - as Django has it
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if self.is_pooled:
            self.told = None

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.told = None

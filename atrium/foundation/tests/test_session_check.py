"""Whether a session of PostgreSQL still stands is asked of it only where it may not."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from atrium.foundation.postgresql import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no sessions"),
]


@pytest.fixture
def session() -> Iterator[Any]:
    """A connection of its own, at the beginning of a request."""
    made: Any = connections.create_connection("default")
    made.connect()
    made.health_check_enabled = True
    yield made
    made.close()


@pytest.fixture
def begun(session: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Let a request begin on the session; answers whether the server was asked."""
    asked: list[str] = []
    usable = session.is_usable

    def is_usable() -> bool:
        asked.append("SELECT 1")
        return bool(usable())

    monkeypatch.setattr(session, "is_usable", is_usable)

    def begin() -> bool:
        asked.clear()
        session.health_check_done = False
        session.close_if_health_check_failed()
        return bool(asked)

    return begin


def test_a_session_that_answered_lately_is_not_asked(
    session: Any, begun: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not begun()
    assert session.health_check_done
    later = time.monotonic() + base.ASKED_EVERY + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert begun(), "it was idle for long"
    assert not begun(), "it has just answered"
    session.errors_occurred = True
    assert begun()


def test_a_session_that_was_ended_is_replaced(session: Any, begun: Callable[[], bool]) -> None:
    pid, line = session.connection.info.backend_pid, session.connection.fileno()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    deadline = time.monotonic() + 10
    watch = select.poll()
    watch.register(line, select.POLLIN)
    assert watch.poll((deadline - time.monotonic()) * 1000), "the server said nothing"
    assert begun()
    assert session.connection is None
    with session.cursor() as cursor:
        cursor.execute("SELECT 1")
        made: Any = session.connection
        assert made.info.backend_pid != pid

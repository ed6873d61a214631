"""What counts as a database that is away, and what it is told as; with real processes in integrations/tests/test_database_restarted.py."""

from __future__ import annotations

import logging
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import RequestFactory

from atrium.config.environment import database
from atrium.foundation import migrating
from atrium.foundation.away import OncePerOutage, is_away, may_be_saved
from atrium.foundation.logs import logging_settings
from atrium.foundation.views.problems import broken
from atrium.integrations.api.errors import understood
from atrium.testing.ports import free_port


def refused() -> DatabaseError:
    """What Django raises where no PostgreSQL listens."""
    address = f"postgresql://alice@127.0.0.1:{free_port()}/atrium"
    with pytest.raises(OperationalError) as caught, wrapped():
        psycopg.connect(address)
    return caught.value


@contextmanager
def wrapped() -> Iterator[None]:
    """Django's way with an error of psycopg, whichever engine the test runs on."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise OperationalError(*error.args) from error


def held(folder: Path) -> sqlite3.OperationalError:
    """What SQLite raises where another program writes for too long."""
    place = folder / "held.sqlite3"
    with closing(sqlite3.connect(place, isolation_level=None)) as first:
        first.execute("BEGIN IMMEDIATE")
        with (
            closing(sqlite3.connect(place, timeout=0.01, isolation_level=None)) as second,
            pytest.raises(sqlite3.OperationalError) as caught,
        ):
            second.execute("BEGIN IMMEDIATE")
    return caught.value


def told(error: Exception, method: str = "GET") -> tuple[int, str, str]:
    """Status, when to try again and the text that a page gets for this error."""
    try:
        raise error
    except type(error):
        request = RequestFactory().generic(method, "/acme/clients/?status=lead&tag=a")
        answer = broken(request)
    return answer.status_code, answer.headers.get("Retry-After", ""), answer.content.decode()


def test_a_server_that_is_not_there_is_away_and_what_it_says_of_a_statement_is_not(
    tmp_path: Path,
) -> None:
    busy = OperationalError("database is locked")
    busy.__context__ = held(tmp_path)
    full = OperationalError("disk full")
    full.__context__ = psycopg.errors.DiskFull()
    later = ProgrammingError("Cannot open a new connection in an atomic block.")
    later.__context__ = psycopg.errors.AdminShutdown()
    pool = OperationalError("query_wait_timeout")
    pool.__context__ = psycopg.errors.ProtocolViolation()
    other = ValueError()
    other.__context__ = refused()
    errors: list[Exception] = [refused(), busy, later, pool, full, OperationalError("?"), other]
    assert [is_away(error) for error in errors] == [True, True, True, True, False, False, False]


def test_j24_a_page_says_that_the_database_is_away_and_when_to_try_again() -> None:
    status, again, text = told(refused())
    assert (status, again) == (503, "5")
    assert "The database does not answer." in text
    assert '<a href="/acme/clients/?status=lead&amp;tag=a" class="btn btn-primary"' in text
    assert "saved" not in text
    status, again, text = told(ValueError("a fault"))
    assert (status, again) == (500, "")
    assert "Something broke on our side" in text


def test_j24_who_sent_something_is_told_that_it_was_not_saved_and_sends_it_again() -> None:
    for method in ("POST", "PUT", "DELETE"):
        status, again, text = told(refused(), method)
        assert (status, again) == (503, "5")
        assert "so what you sent was not saved" in text
        assert " data-send-again" in text


def test_j24_where_the_connection_broke_while_it_was_saved_nobody_says_that_it_was_not() -> None:
    class Cut:
        def commit(self) -> None:
            raise psycopg.OperationalError

    half = SimpleNamespace(
        connection=Cut(), queries_logged=False, wrap_database_errors=nullcontext()
    )
    later = InterfaceError("the connection is closed")
    with pytest.raises(psycopg.OperationalError) as caught:
        vars(BaseDatabaseWrapper)["_commit"](half)
    cut = later.__context__ = caught.value
    assert may_be_saved(cut)
    for each in (cut, later):
        _, _, text = told(each, "POST")
        assert "look first whether what you sent was saved" in text


def test_j24_each_request_logs_a_line_and_an_outage_once_where_it_was_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter((0.0, 50.0, 109.0, 170.0))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    once, noted = OncePerOutage(), []
    for error in (refused(), refused(), ValueError(), refused(), refused()):
        about = (type(error), error, None)
        record = logging.LogRecord("django.request", 40, "", 1, "%s", ("/acme/",), about)
        assert once.filter(record)
        noted.append((record.levelname, record.exc_info is not None))
    assert noted == [
        ("WARNING", True),
        ("WARNING", False),
        ("ERROR", True),
        ("WARNING", False),
        ("WARNING", True),
    ]
    assert logging_settings()["loggers"]["django.request"]["filters"] == ["away"]


def test_j24_a_program_is_told_the_same() -> None:
    problem = understood(refused())
    assert (problem.status, problem.why.code, problem.headers) == (
        503,
        "away",
        {"Retry-After": "5"},
    )
    assert understood(OperationalError("?")).status == 500


def test_j24_a_start_waits_for_the_database_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(migrating, "PAUSE", 0.0)
    monkeypatch.setattr(connection, "close", lambda: None)
    answers: list[Any] = [refused(), refused(), "here"]

    def ask() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    assert migrating.patiently(ask) == "here"
    assert capsys.readouterr().err.count("Waiting for the database, which says: connection") == 1
    turned_away = refused()
    turned_away.args = ("FATAL:  password authentication failed for user alice",)
    answers[:] = [turned_away, "never asked"]
    with pytest.raises(OperationalError):
        migrating.patiently(ask)
    assert answers == ["never asked"]
    answers[:] = [refused()]
    monkeypatch.setattr(migrating, "PATIENCE", -1.0)
    with pytest.raises(OperationalError):
        migrating.patiently(ask)


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        known = database(f"postgresql://alice@127.0.0.1:{port}/atrium?connect_timeout=2", tmp_path)
        assert known["OPTIONS"] | {"tcp_user_timeout": "15000"} == known["OPTIONS"]
        began = time.monotonic()
        with pytest.raises(psycopg.OperationalError) as caught:
            psycopg.connect(host="127.0.0.1", port=port, user="alice", **known["OPTIONS"])
    assert time.monotonic() - began < 20
    assert is_away(caught.value)
    usual = database("postgresql://alice@127.0.0.1/atrium", tmp_path)["OPTIONS"]
    assert usual["connect_timeout"] == "5"

"""Operators see what happens, and never what it was about."""

from __future__ import annotations

import json
import logging
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.test import Client as Browser

from atrium.foundation.logs import logging_settings
from atrium.foundation.reporting import Reports
from atrium.foundation.views import health

if TYPE_CHECKING:
    from collections.abc import Iterator


class Lines(logging.Handler):
    """What the log would write."""

    def __init__(self) -> None:
        super().__init__()
        made: dict[str, Any] = dict(logging_settings()["formatters"]["json"])
        self.setFormatter(made.pop("()")(**made))
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    handler, logger = Lines(), logging.getLogger("atrium")
    before = logger.level
    logger.setLevel("INFO")
    logger.addHandler(handler)
    yield handler.lines
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_each_answer_is_one_line_without_what_was_asked(
    lines: list[dict[str, Any]], visitor: Browser
) -> None:
    answer = visitor.get("/healthz?name=Vincent", headers={"X-Request-ID": "proxy-given-1"})
    assert answer["X-Request-ID"] == "proxy-given-1"
    [line] = [line for line in lines if line["logger"] == "atrium.access"]
    assert {
        name: line[name]
        for name in ("event", "route", "method", "status", "request_id", "statements", "member")
    } == {
        "event": "answered",
        "route": "healthz",
        "method": "GET",
        "status": 200,
        "request_id": "proxy-given-1",
        "statements": 0,
        "member": None,
    }
    assert "Vincent" not in json.dumps(line)


def test_an_id_that_could_forge_a_line_is_replaced(visitor: Browser) -> None:
    answer = visitor.get("/healthz", headers={"X-Request-ID": 'x" injected'})
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "PROPFIND"])
def test_trace_and_strange_methods_are_refused(method: str, visitor: Browser) -> None:
    assert visitor.generic(method, "/healthz").status_code == 405


def test_healthz_says_that_the_process_is_up(visitor: Browser) -> None:
    assert visitor.get("/healthz").content == b"ok\n"
    assert visitor.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_the_machine_itself_is_answered_without_https(visitor: Browser, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert visitor.get("/healthz").content == b"ok\n"
    assert visitor.get("/readyz").content == b"ready\n"
    assert visitor.get("/metrics").status_code == 200
    assert visitor.get("/accounts/login/")["Location"].startswith("https://")


@pytest.mark.django_db
def test_readyz_says_ready(visitor: Browser) -> None:
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_says_what_is_missing(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_connection: object) -> None:
        raise DatabaseError

    def full(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr(health, "MigrationExecutor", unreachable)
    monkeypatch.setattr(default_storage, "save", full)
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert (
        answer.content == b"The database cannot be reached.\nThe file storage cannot be written.\n"
    )


@pytest.mark.django_db
def test_readyz_asks_the_apps_above(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "READY", [lambda: ["The wall is down."]])
    assert visitor.get("/readyz").content == b"The wall is down.\n"


def test_an_error_is_reported_by_its_place_and_without_what_was_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[tuple[str, dict[str, Any], bytes]] = []

    def request(method: str, url: str, **how: Any) -> None:
        sent.append((url, how["headers"], how["body"]))
        arrived.set()

    arrived = Event()
    monkeypatch.setattr("atrium.foundation.outbound.request", request)
    reports = Reports("https://thekey@sentry.example.org/base/7")
    logger = logging.getLogger("atrium.test_reports")
    logger.addHandler(reports)
    try:
        for _ in range(3):
            try:
                int("Vincent's secret")
            except ValueError as error:
                structlog.get_logger("atrium.test_reports").error("Vincent", exc_info=error)
                logger.exception("About %s", "Vincent")
        assert arrived.wait(10)
    finally:
        logger.removeHandler(reports)
    assert len(sent) == 1
    url, headers, body = sent[0]
    assert url == "https://sentry.example.org/base/api/7/envelope/"
    assert "sentry_key=thekey" in headers["X-Sentry-Auth"]
    told = json.loads(body.splitlines()[2])
    [error_told] = told["exception"]["values"]
    assert error_told["type"] == "ValueError"
    assert error_told["stacktrace"]["frames"][-1]["filename"] == __file__
    assert b"Vincent" not in body


@pytest.mark.django_db
def test_metrics_tell_how_the_queue_mail_and_database_stand(visitor: Browser) -> None:
    shown = visitor.get("/metrics").content.decode()
    for line in (
        'atrium_queue_tasks{state="due"} 0.0',
        "atrium_queue_oldest_due_seconds 0.0",
        'atrium_messages_waiting{state="queued"} 0.0',
        'atrium_mailboxes{state="troubled"} 0.0',
        "atrium_up 1.0",
    ):
        assert line in shown
    assert "atrium_database_bytes " in shown
    assert "atrium_backup_age_seconds{" not in shown


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_who_knows_the_token(
    settings: Any, visitor: Browser
) -> None:
    settings.METRICS_TOKEN = ""
    visitor.get("/healthz")
    shown = visitor.get("/metrics")
    assert b'atrium_answers_total{method="GET",status="200",view="healthz"}' in shown.content
    assert visitor.get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}).status_code == 404
    assert visitor.get("/metrics", REMOTE_ADDR="8.8.8.8").status_code == 404
    assert (
        visitor.get(
            "/metrics", REMOTE_ADDR="8.8.8.8", headers={"Authorization": "Bearer "}
        ).status_code
        == 404
    )
    settings.METRICS_TOKEN = "a-token"
    assert (
        visitor.get(
            "/metrics", REMOTE_ADDR="8.8.8.8", headers={"Authorization": "Bearer a-token"}
        ).status_code
        == 200
    )
    assert (
        visitor.get(
            "/metrics", REMOTE_ADDR="8.8.8.8", headers={"Authorization": "Bearer other"}
        ).status_code
        == 404
    )

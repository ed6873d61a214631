"""A program that runs wild is told to wait; the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.core.internal.ratelimit import get_ip
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from atrium.foundation.models import Bucket
from atrium.foundation.rate import Rate, visitor_of
from atrium.integrations.api import rate
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_access import assert_problem
from atrium.organisations.models import Organisation


@pytest.fixture(autouse=True)
def full_buckets() -> Iterator[None]:
    rate.forget()
    yield
    rate.forget()


def test_r20_too_many_requests_of_one_token_are_refused_for_a_while(
    program: Program, bobs_program: Program, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("atrium.foundation.rate.clock", lambda: clock[0])
    settings.API_RATE = 3
    assert [program.ask("GET", "/me").status_code for _ in range(3)] == [200, 200, 200]
    refused = program.ask("GET", "/me")
    assert_problem(refused, 429)
    assert refused["Retry-After"] == "20"
    assert bobs_program.ask("GET", "/me").status_code == 200
    clock[0] += 20
    assert program.ask("GET", "/me").status_code == 200
    assert program.ask("GET", "/me").status_code == 429


def test_r20_without_a_limit_nobody_waits(program: Program, settings: Any) -> None:
    settings.API_RATE = 0
    assert {program.ask("GET", "/me").status_code for _ in range(5)} == {200}


def test_j24_two_processes_give_out_together_what_one_may(
    acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each Rate is what one process remembers; the bucket is the database's."""
    monkeypatch.setattr("atrium.foundation.rate.clock", lambda: 1000.0)
    here, there = Rate("a test"), Rate("a test")
    given = [rate.take("Alice", 40) for _ in range(25) for rate in (here, there)]
    assert given.count(0) == 40
    assert set(given[-10:]) == {2}, "who is refused is told how long"
    with CaptureQueriesContext(connection) as asked:
        assert here.take("Alice", 40) == there.take("Alice", 40) == 2
        assert here.take("Bob", 40) == here.take("Bob", 40) == there.take("Bob", 40) == 0
    assert len(asked) == 2, "a portion of two each; who was refused is refused from memory"
    assert Bucket.drop_full() == 2


def test_j24_visitors_behind_a_proxy_are_told_apart(settings: Any, rf: RequestFactory) -> None:
    def seen(*said: str, by: str = "10.0.0.1") -> str:
        headers = {"X-Forwarded-For": ", ".join(said)} if said else {}
        return visitor_of(rf.get("/", REMOTE_ADDR=by, headers=headers))

    assert seen("198.51.100.7") == "10.0.0.1", "nobody is believed where no proxy is set up"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert seen("198.51.100.7") == "198.51.100.7"
    assert seen("203.0.113.9", "198.51.100.7") == "198.51.100.7", "only what the proxy wrote"
    assert seen() == "10.0.0.1"
    assert seen("2001:db8::1") == seen("2001:db8::ffff") != seen("2001:db8:0:1::1")
    coated = seen("::ffff:198.51.100.7")
    assert coated == "198.51.100.7", "a proxy that listens for both kinds of addresses"
    assert seen("::ffff:198.51.100.8") != coated, "one of them does not use up what all others may"
    assert seen("198.51.100.7:50123") == seen("198.51.100.7:50124") == coated


@pytest.mark.once
def test_j24_who_tries_passwords_behind_such_a_proxy_shuts_out_nobody_else(
    settings: Any, rf: RequestFactory
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    counted = [
        get_ip(rf.get("/", headers={"X-Forwarded-For": f"::ffff:198.51.100.{n}"})) for n in (7, 8)
    ]
    assert counted == ["198.51.100.7", "198.51.100.8"]


def test_r20_a_clock_that_was_wrong_for_a_while_shuts_nobody_out(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine wakes with the clock of next year, counts, and is put right."""
    clock = [1000.0 + 365 * 86400]
    monkeypatch.setattr("atrium.foundation.rate.clock", lambda: clock[0])
    here = Rate("a test")
    assert [here.take("Alice", 2) for _ in range(3)] == [0, 0, 30]
    clock[0] = 1000.0
    assert here.take("Alice", 2) == 0
    assert Rate("a test").take("Alice", 2) == 0, "nor do other processes wait for a year"

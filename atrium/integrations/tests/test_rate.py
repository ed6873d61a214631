"""A program that runs wild is told to wait; the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from atrium.integrations.api import rate
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_access import assert_problem


@pytest.fixture(autouse=True)
def full_buckets() -> Iterator[None]:
    rate.forget()
    yield
    rate.forget()


def test_r20_too_many_requests_of_one_token_are_refused_for_a_while(
    program: Program, bobs_program: Program, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("atrium.foundation.rate.time.monotonic", lambda: clock[0])
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

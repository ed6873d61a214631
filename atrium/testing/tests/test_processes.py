"""The ground the other tests stand on: processes of their own, and a clean database after them."""

import pytest
from django.db import connection

from atrium.accounts.models import User
from atrium.testing.processes import Process, run_at_once

WRITERS = [("alice",), ("bob",), ("charlie",)]


def add_user(name: str) -> str:
    User.objects.create(email=f"{name}@acme.example")
    return name


def refuse(reason: str) -> None:
    raise ValueError(reason)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(2))
def test_what_processes_commit_is_seen_here_and_gone_afterwards(_again: int) -> None:
    assert User.objects.count() == 0

    outcomes = run_at_once(add_user, WRITERS)

    assert [(outcome.value, outcome.error) for outcome in outcomes] == [
        ("alice", ""),
        ("bob", ""),
        ("charlie", ""),
    ]
    assert User.objects.count() == len(WRITERS)


@pytest.mark.django_db(transaction=True)
def test_an_error_in_a_process_comes_back_in_words() -> None:
    [outcome] = run_at_once(refuse, [("full",)])

    assert outcome.error == "ValueError: full"
    assert "in refuse" in outcome.traceback


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_has_done_nothing_and_says_so() -> None:
    with Process(add_user, "alice") as process:
        process.wait_until_ready()
        process.kill()

        assert process.outcome().error == "Ended: with status -9"
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_on_postgresql_the_tests_run_as_a_role_that_walls_hold() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)

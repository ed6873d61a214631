"""Eight writers at once wait in line on SQLite (DESIGN, Data): nobody is passed over, nothing stays locked."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from atrium.foundation.sqlite3.base import TOGETHER
from atrium.organisations.models import Organisation
from atrium.testing.processes import Process

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has locks of its own"),
]


def is_free() -> bool:
    """Whether a writer who comes now could begin at once."""
    descriptor = os.open(f"{connection.settings_dict['NAME']}-line", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def test_a_transaction_holds_the_line_until_its_end() -> None:
    with transaction.atomic():
        with transaction.atomic():
            assert not is_free()
        assert not is_free()
    assert is_free()


def test_what_fails_leaves_the_line() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.bulk_create(Organisation(name="Acme", slug="acme") for _ in range(2))
    assert is_free()


def test_a_closed_connection_leaves_the_line() -> None:
    with transaction.atomic():
        connection.close()
    assert is_free()


def hold(ready: str) -> None:
    """Begin to write and never end."""
    with transaction.atomic():
        Path(ready).touch()
        signal.pause()


def test_a_killed_writer_leaves_the_line(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    with Process(hold, str(ready)) as process:
        process.wait_until_ready()
        process.go()
        while not ready.exists():
            pass
        assert not is_free()
        process.kill()
    with transaction.atomic():
        Organisation.objects.create(name="Acme", slug="acme")
    assert is_free()


@pytest.mark.parametrize("end", ["", " ON CONFLICT DO NOTHING"])
@pytest.mark.parametrize("count", [0, 1, TOGETHER - 1, TOGETHER, 2 * TOGETHER + 3])
def test_many_new_rows_go_together(count: int, end: str) -> None:
    """V01: what is written is the same; the statements are few."""
    rows = [(number, f"50 % of {number}?") for number in range(count)]
    ran: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE basket (number integer PRIMARY KEY, name text)")
        connection.connection.set_trace_callback(ran.append)
        cursor.executemany(f"INSERT INTO basket (number, name) VALUES (%s, %s){end}", rows)  # noqa: S608 - ours
        connection.connection.set_trace_callback(None)
        cursor.execute("SELECT number, name FROM basket ORDER BY number")
        kept = cursor.fetchall()
        cursor.execute("DROP TABLE basket")
    assert kept == rows
    assert len(ran) == count // TOGETHER + count % TOGETHER


def test_one_row_that_cannot_be_refuses_all_that_went_with_it() -> None:
    add = "INSERT INTO basket (number) VALUES (%s)"
    rows = [*((number,) for number in range(TOGETHER)), (TOGETHER - 1,)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE basket (number integer PRIMARY KEY)")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.executemany(add, rows)
        cursor.execute("SELECT count(*) FROM basket")
        assert cursor.fetchone() == (0,)
        cursor.execute("DROP TABLE basket")

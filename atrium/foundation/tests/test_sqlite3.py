"""Eight writers at once wait in line on SQLite (DESIGN, Data): nobody is passed over, nothing stays locked."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

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

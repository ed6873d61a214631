"""The third wall behind a pool that lends a session of PostgreSQL for one transaction at a time."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from atrium.clients.models import Client
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.testing.ports import free_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="row-level security is PostgreSQL's"
    ),
]
ROUNDS = 25


def behind(**place: Any) -> dict[str, Any]:
    """The settings of the database behind a pool; what they were before."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"POOLED": True, "DISABLE_SERVER_SIDE_CURSORS": True, **place}
    return before


@pytest.fixture
def pooled() -> Iterator[None]:
    before = behind()
    yield
    connection.close()
    connection.settings_dict.update(before)


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[None]:
    """A pgbouncer in transaction mode that has one session for everybody."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("NOT RUN: pgbouncer was not found; on Debian: apt install pgbouncer")
    known = connection.settings_dict
    port = free_port()
    users, told = tmp_path / "users", tmp_path / "pgbouncer.ini"
    users.write_text(f'"{known["USER"]}" "{known["PASSWORD"]}"\n')
    told.write_text(
        f"[databases]\n* = host={known['HOST']} port={known['PORT']}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = plain\n"
        f"auth_file = {users}\npool_mode = transaction\ndefault_pool_size = 1\n"
    )
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    if nobody:
        for path in (users, told):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        # One folder deeper where several processes test.
        for folder in (tmp_path, *tmp_path.parents[:3]):
            if folder.stat().st_mode & 0o055 != 0o055:
                folder.chmod(0o755)
    with subprocess.Popen(
        [program, "-q", str(told)],
        user=nobody.pw_uid if nobody else None,
        stderr=subprocess.DEVNULL,
    ) as process:
        for _ in range(1500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        before = behind(HOST="127.0.0.1", PORT=str(port))
        yield
        connection.close()
        connection.settings_dict.update(before)
        process.terminate()


def session() -> tuple[str, str]:
    """What the session itself would tell whoever gets it next."""
    with connection.connection.cursor() as raw:
        raw.execute(
            "SELECT current_setting('atrium.organisation', true), current_setting('atrium.unscoped', true)"
        )
        organisation, unscoped = raw.fetchone()
    return organisation or "", unscoped or ""


def test_j24_a_session_keeps_nothing_beyond_its_transaction(
    pooled: None, acme: Organisation, bakery: Client, charlie: Member
) -> None:
    assert Client.objects.count() == 1
    assert session() == ("", "")
    with transaction.atomic():
        assert Client.objects.count() == 1
        assert session() == (str(acme.pk), "")
        with current.entered(charlie.organisation):
            assert Client.objects.count() == 0
        with current.unscoped("a test"):
            assert Client.objects.count() == 1
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            1 / 0  # noqa: B018 - takes the savepoint back, and the settings with it
        assert Client.objects.count() == 1
    assert session() == ("", "")
    with transaction.atomic():
        assert Client.objects.count() == 1
    with current.unscoped("a test"):
        assert Client.objects.count() == 1
    assert session() == ("", "")


def test_j24_two_organisations_that_share_one_session_see_their_own_rows(
    pool: None, acme: Organisation, bakery: Client, charlie: Member
) -> None:
    places = {acme.pk: 1, charlie.organisation_id: 0}
    wrong: list[Any] = []
    start = Barrier(len(places))

    def work(key: int, expected: int) -> None:
        with current.entered(key):
            start.wait()
            for turn in range(ROUNDS):
                seen = [Client.objects.count()]
                with transaction.atomic():
                    seen.append(len(Client.objects.all()))
                seen.append(len(list(Client.objects.iterator())))
                wrong.extend([(key, turn, seen)] if seen != [expected] * 3 else [])
        connection.close()

    threads = [Thread(target=work, args=place) for place in places.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with current.entered(acme):
        made = Client.objects.get(pk=bakery.pk)
        assert made.name == bakery.name

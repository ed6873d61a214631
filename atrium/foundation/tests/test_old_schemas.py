"""Databases of older releases are brought up to date with everything in them (issue 8).

Each folder of schemas/ holds what one state of the product left, written by its own code: two organisations,
five clients, their notes, a hold, an archived client. Add one at each release; never change one.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from atrium.config.environment import CHECKOUT
from atrium.foundation.backups.databases import Server, check_sqlite

SCHEMAS = sorted(path for path in (Path(__file__).parent / "schemas").iterdir() if path.is_dir())
CLIENTS = """SELECT o.slug, c.number, c.name, c.state FROM clients_client c
    JOIN organisations_organisation o ON o.id = c.organisation_id ORDER BY o.slug, c.number"""
KEPT = {
    "clients": CLIENTS,
    "events": "SELECT id, client_id, kind, text FROM timeline_event ORDER BY id",
    "notes": "SELECT id, client_id, text FROM conversations_note ORDER BY id",
    "holds": "SELECT id, client_id, reason FROM clients_hold ORDER BY id",
    "people": "SELECT id, email, password FROM accounts_user ORDER BY id",
}


class Old:
    """A database as an older product left it."""

    def __init__(self, url: str, ask: Any) -> None:
        self.url, self.ask = url, ask

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        return {name: [tuple(row) for row in self.ask(sql)] for name, sql in KEPT.items()}

    def mended(self, data: Path) -> subprocess.CompletedProcess[str]:
        """Brought up to date and found well by the doctor, in one process."""
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith(("ATRIUM_", "DJANGO_"))
        }
        told = {"ATRIUM_DATABASE_URL": self.url, "ATRIUM_DATA": str(data), "ATRIUM_SECRET_KEY": "x"}
        return subprocess.run(
            [sys.executable, "-m", "atrium.cli", "doctor", "--fix"],
            cwd=CHECKOUT,
            env=inherited | told,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def loaded(folder: Path, tmp_path: Path) -> Iterator[Old]:
    """The database of the folder, on the engine of this round."""
    if connection.vendor == "sqlite":
        path = tmp_path / "old.sqlite3"
        path.write_bytes(gzip.decompress((folder / "sqlite.sqlite3.gz").read_bytes()))

        def ask(sql: str) -> list[Any]:
            with closing(sqlite3.connect(path)) as database:
                return database.execute(sql).fetchall()

        yield Old(f"sqlite://{path}", ask)
        check_sqlite(path)
        return
    with Server(connection.settings_dict).scratch() as server:
        assert server is not None

        def ask_server(sql: str) -> list[Any]:
            with server.connected() as there:
                return there.execute(sql.encode()).fetchall()

        with server.connected() as there:
            there.execute(gzip.decompress((folder / "postgresql.sql.gz").read_bytes()))
        known = server.known
        place = f"{known['HOST']}:{known['PORT']}/{known['NAME']}"
        yield Old(f"postgresql://{known['USER']}:{known['PASSWORD']}@{place}", ask_server)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("folder", SCHEMAS, ids=lambda path: path.name)
def test_r01_an_old_database_comes_up_to_date_and_keeps_everything(
    folder: Path, tmp_path: Path
) -> None:
    with loaded(folder, tmp_path) as old:
        before = old.kept()
        assert [row[:3] for row in before["clients"]] == [
            ("okapi", 1, "Northbank Studio"),
            ("okapi", 2, "Old Mill"),
            ("vale-sons", 1, "Quay Bakery"),
            ("vale-sons", 2, "Tarn & Daughter"),
            ("vale-sons", 3, "Müller Łódź Sp. z o.o."),
        ]
        mended = old.mended(tmp_path)
        assert mended.returncode == 0, mended.stdout + mended.stderr
        assert "Applied" in mended.stdout
        assert old.kept() == before

"""Backups are tried on any PostgreSQL, whatever its own databases are encoded in (J24)."""

from __future__ import annotations

from pathlib import Path

import pytest

from atrium.config.environment import database
from atrium.foundation.backups.databases import Server
from atrium.testing.postgresql import NoPostgresql, cluster


@pytest.mark.once
def test_j24_a_scratch_database_holds_every_sign_where_the_server_was_set_up_without_a_language(
    tmp_path: Path,
) -> None:
    try:
        with cluster(encoding="SQL_ASCII") as url:
            server = Server(database(url, tmp_path))
            with server.connected() as there:
                own = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s"
                assert there.execute(own, ["template0"]).fetchone() == ("SQL_ASCII",)
            with server.scratch() as scratch:
                assert scratch is not None
                with scratch.connected() as there:
                    assert there.execute("SHOW server_encoding").fetchone() == ("UTF8",)
                    there.execute('CREATE TABLE "Łódź" (name text COLLATE "und-x-icu")')
                    there.execute('INSERT INTO "Łódź" VALUES (%s)', ["Żółw"])
                    assert there.execute('SELECT * FROM "Łódź"').fetchall() == [("Żółw",)]
            with server.connected() as there:
                [(left,)] = there.execute(
                    "SELECT count(*) FROM pg_database WHERE datname LIKE 'atrium_check%%'", []
                ).fetchall()
                assert left == 0
    except NoPostgresql as error:
        pytest.skip(f"NOT RUN: {error}")

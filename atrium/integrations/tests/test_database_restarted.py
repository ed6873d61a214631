"""PostgreSQL stopped and started again under a running server, straight and behind a pool (J24)."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from urllib.parse import urlsplit

import psycopg
import pytest

from atrium.foundation.away import is_away
from atrium.integrations.tests.killing import PATIENCE, Server
from atrium.integrations.tests.nodes import Program, pool
from atrium.integrations.tests.test_nodes import founded
from atrium.testing import postgresql

LIST, API = "/acme/clients/", "/api/v1/clients"
MAIL = "owner@acme.example"
# Shorter than Server.ask() waits for an answer.
SOON, COMES_AFTER = 15.0, 2.0


@dataclass
class Installation:
    database: postgresql.Running
    environment: dict[str, str]
    token: str

    def done_since(self, moment: str) -> int:
        """How many tasks were enqueued since and are done."""
        sees_all = "-c atrium.unscoped=on"
        with psycopg.connect(self.database.url, options=sees_all) as line:
            asked = "SELECT count(*) FROM queue_taskrun WHERE enqueued_at > %s AND status = 'SUCCESSFUL'"
            row = line.execute(asked, [moment]).fetchone()
        return row[0] if row else 0

    def now(self) -> str:
        with psycopg.connect(self.database.url) as line:
            row = line.execute("SELECT now()::text").fetchone()
        return str(row and row[0])


def behind(url: str, pooled: Program) -> str:
    parts = urlsplit(url)
    place = f"{parts.username}:{parts.password}@127.0.0.1:{pooled.port}"
    told = f"pool=transaction&direct=127.0.0.1:{parts.port}"
    return f"postgresql://{place}{parts.path}?{told}"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose PostgreSQL is its own, as these tests stop it; founded once for both ways to it."""
    if not os.environ.get("ATRIUM_DATABASE_URL", ""):
        pytest.skip("SQLite is no server that could be stopped")
    # Durable, as what was said to be kept has to be there after the stop.
    with postgresql.server(durable=True) as database:
        known = {name: text for name, text in os.environ.items() if not name.startswith("ATRIUM_")}
        known |= {"ATRIUM_DATA": str(tmp_path_factory.mktemp("data"))}
        known |= {"ATRIUM_DATABASE_URL": database.url}
        known |= {"DJANGO_SETTINGS_MODULE": "atrium.integrations.tests.served"}
        yield Installation(database, known, founded(known, "acme"))


def pool_program() -> str:
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("NOT RUN: pgbouncer was not found; on Debian: apt install pgbouncer")
    return program


@pytest.fixture(scope="module", params=["straight", "behind a pool"])
def installation(request: pytest.FixtureRequest, own: Installation) -> Iterator[Installation]:
    """The same, by one way."""
    if request.param == "straight":
        yield own
        return
    with TemporaryDirectory() as folder:
        pooled = pool(pool_program(), Path(folder), own.database.url)
        pooled.start()
        url = behind(own.database.url, pooled)
        yield replace(own, environment=own.environment | {"ATRIUM_DATABASE_URL": url})
        pooled.kill()


def asked(server: Server, path: str, **headers: str) -> tuple[int, str, str, float]:
    """Status, when to try again, text, and how long it took."""
    began = time.monotonic()
    status, answer, text = server.ask("GET", path, **headers)
    return status, answer.getheader("Retry-After") or "", text, time.monotonic() - began


def once_more(server: Server, path: str, **headers: str) -> list[int]:
    """What is answered to who does as Retry-After says, at most once."""
    status, again, _, _ = asked(server, path, **headers)
    if status != 503:
        return [status]
    time.sleep(int(again))
    return [status, asked(server, path, **headers)[0]]


@pytest.mark.slow
def test_j24_while_the_database_is_away_it_is_said_and_afterwards_all_goes_on(
    installation: Installation,
) -> None:
    database, bearer = installation.database, {"Authorization": f"Bearer {installation.token}"}
    with Server(installation.environment, "--workers=1") as server:
        session = {"Cookie": server.sign_in(MAIL)["Cookie"]}
        assert [asked(server, LIST, **session)[0], asked(server, API, **bearer)[0]] == [200, 200]

        database.stop()
        page, part, program = (
            asked(server, LIST, **session),
            asked(server, LIST, HX_Request="true", **session),
            asked(server, API, **bearer),
        )
        assert [(status, again) for status, again, *_ in (page, part, program)] == [(503, "5")] * 3
        assert "data-problem>The database does not answer." in page[2]
        assert '"cause":"away"' in program[2].replace(": ", ":")
        assert max(seconds for *_, seconds in (page, part, program)) < SOON

        database.start()
        assert once_more(server, LIST, **session)[-1] == 200
        assert once_more(server, API, **bearer)[-1] == 200
        # Nobody asked meanwhile, so that every connection is found dead.
        database.stop()
        database.start()
        assert once_more(server, LIST, **session)[-1] == 200

        moment = installation.now()
        server.sign_in(MAIL)
        until = time.monotonic() + PATIENCE
        while not installation.done_since(moment):
            assert time.monotonic() < until, "the worker did not go on"
            time.sleep(0.1)


@pytest.mark.slow
def test_j24_a_server_that_starts_before_its_database_waits_for_it(
    installation: Installation,
) -> None:
    installation.database.stop()
    coming = Timer(COMES_AFTER, installation.database.start)
    coming.start()
    with Server(installation.environment, "--workers=1") as server:
        coming.join()
        session = server.sign_in(MAIL)
        assert asked(server, LIST, Cookie=session["Cookie"])[0] == 200


@pytest.mark.slow
def test_j24_a_server_that_is_halted_while_it_answers_is_given_up_by_the_pool() -> None:
    if not os.environ.get("ATRIUM_DATABASE_URL", ""):
        pytest.skip("SQLite is no server that could be halted")
    with ExitStack() as stack:
        database = stack.enter_context(postgresql.server())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        pooled = pool(pool_program(), folder, database.url)
        told = folder / "pgbouncer.ini"
        assert told.read_text().count("\nquery_timeout = 300\n") == 1
        told.write_text(told.read_text().replace("query_timeout = 300", "query_timeout = 2"))
        pooled.start()
        stack.callback(pooled.kill)
        url = behind(database.url, pooled).partition("?")[0]
        line = stack.enter_context(psycopg.connect(url, autocommit=True, prepare_threshold=None))
        row = line.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        os.kill(row[0], signal.SIGSTOP)
        stack.callback(os.kill, row[0], signal.SIGCONT)
        began = time.monotonic()
        with pytest.raises(psycopg.OperationalError, match="query timeout") as caught:
            line.execute("SELECT 1")
        assert time.monotonic() - began < SOON
        assert is_away(caught.value)

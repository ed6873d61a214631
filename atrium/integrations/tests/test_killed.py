"""kill -9 of the whole server while four write: what was acknowledged is there, once (DESIGN, What it promises).

``KILLS=30 pytest …`` kills more often than the suite has time for.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from atrium.integrations.tests.killing import PASSWORD, PATIENCE, Server, Writer, migrated_database

KILLS = int(os.environ.get("KILLS", "2"))
BETWEEN = 0.7
CATCHES_UP = 90
MAIL = "alice@acme.example"


@pytest.fixture
def environment(db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own on the engine of this run, with the owner Alice."""
    with migrated_database(os.environ.get("ATRIUM_DATABASE_URL", ""), tmp_path) as url:
        known = {name: text for name, text in os.environ.items() if not name.startswith("ATRIUM_")}
        known |= {"ATRIUM_DATA": str(tmp_path), "ATRIUM_DATABASE_URL": url}
        yield known | {"DJANGO_SETTINGS_MODULE": "atrium.integrations.tests.served"}


def told_by(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "atrium.cli", *arguments]
    return subprocess.run(
        command, env=environment, input=PASSWORD, capture_output=True, text=True, check=False
    )


def atrium(environment: dict[str, str], *arguments: str) -> str:
    done = told_by(environment, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def all_answered_once_more(writers: Sequence[Writer]) -> None:
    """Wait until each has something acknowledged that it had not before."""
    before = [len(writer.acknowledged) for writer in writers]
    until = time.monotonic() + PATIENCE
    while any(len(w.acknowledged) <= had for w, had in zip(writers, before, strict=True)):
        assert time.monotonic() < until, [writer.wrong for writer in writers]
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads processor time from /proc")
def test_what_was_acknowledged_before_a_kill_is_there_once(environment: dict[str, str]) -> None:
    atrium(environment, "init", "--organisation=Acme", f"--email={MAIL}", "--password-stdin")
    scopes = "--scope=clients:read,clients:write,notes:read,notes:write,timeline:read"
    make = ["token", "create", "--organisation=acme", f"--member={MAIL}", "--name=x", scopes]
    token = atrium(environment, *make)

    with Server(environment) as server, ExitStack() as all_stop:
        session = server.sign_in(MAIL)
        ways = ("api-client", "form-client", "api-note", "form-note")
        subject = server.add_client(token, "Vincent's Bakery")
        writers = [Writer(server, way, session, token, subject) for way in ways]
        for writer in writers:
            all_stop.enter_context(writer)
        back = []
        for _ in range(KILLS):
            all_answered_once_more(writers)
            # From there the moment of the kill has to be any.
            time.sleep(Random().uniform(0, BETWEEN))  # noqa: S311
            server.kill()
            back.append(server.start())
        all_answered_once_more(writers)
        for writer in writers:
            writer.stop()

        assert [writer.wrong for writer in writers] == [[], [], [], []]
        print("seconds to the first answer:", back)  # noqa: T201  (shown by pytest -s)
        clients = server.read_all(token, "/clients")
        notes = server.read_all(token, f"/clients/{subject}/notes")
        told = server.read_all(token, f"/clients/{subject}/timeline")
        # A worker that is killed every few seconds is behind; left alone it catches up.
        until = time.monotonic() + CATCHES_UP
        doctor = told_by(environment, "doctor", "--json")
        while doctor.returncode and time.monotonic() < until:
            doctor = told_by(environment, "doctor", "--json")
    by_way = {writer.way: writer.acknowledged for writer in writers}
    written = ["Vincent's Bakery", *by_way["api-client"], *by_way["form-client"]]
    assert Counter(client["name"] for client in clients) == Counter(written)
    assert sorted(client["number"] for client in clients) == list(range(1, len(written) + 1))
    texts = Counter([*by_way["api-note"], *by_way["form-note"]])
    assert Counter(note["text"] for note in notes) == texts
    assert sum(event["kind"] == "note.written" for event in told) == texts.total()
    assert doctor.returncode == 0, doctor.stdout
    server.check_integrity(environment)

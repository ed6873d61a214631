"""Real worker processes on a database of their own, killed and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from atrium.config.environment import CHECKOUT

PATIENCE = 30.0


@dataclass
class Rig:
    """Starts workers and reads what their tasks left behind."""

    environment: dict[str, str]
    effects: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *words: str) -> str:
        done = subprocess.run(
            self._command(*words), env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def work(self, lease: str) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            self._command("work", lease), env=self.environment, stdout=subprocess.DEVNULL
        )
        self.workers.append(worker)
        return worker

    def tally(self) -> dict[str, int]:
        lines = [line.split() for line in self.run("tally").splitlines()]
        return {status: int(count) for status, count in lines}

    def count(self, word: str) -> Counter[int]:
        """How often each task has left this word."""
        lines = self.effects.read_text().splitlines() if self.effects.exists() else []
        return Counter(int(line.split()[1]) for line in lines if line.startswith(word))

    def wait_for(self, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < deadline, self.run("tally")
            time.sleep(0.01)

    @staticmethod
    def _command(*words: str) -> list[str]:
        return [sys.executable, "-m", "atrium.queue.tests.rig", *words]


@pytest.fixture
def rig(tmp_path: Path, db: None) -> Iterator[Rig]:
    environment = {
        **os.environ,
        "ATRIUM_DATA": str(tmp_path),
        "ATRIUM_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "atrium.queue.tests.rig",
        "PYTHONPATH": str(CHECKOUT),
    }
    if connection.vendor == "postgresql":
        environment["ATRIUM_DATABASE_URL"] = _url_of_schema("queue_rig")
    rig = Rig(environment, tmp_path / "effects")
    yield rig
    for worker in rig.workers:
        worker.kill()
        worker.wait()
    if connection.vendor == "postgresql":
        rig.run("remove")


def _url_of_schema(schema: str) -> str:
    """The test database, in a schema of its own."""
    now = connection.settings_dict
    password = f":{quote(now['PASSWORD'], safe='')}" if now["PASSWORD"] else ""
    port = f":{now['PORT']}" if now["PORT"] else ""
    host = f"&host={quote(now['HOST'], safe='')}" if now["HOST"].startswith("/") else ""
    at = "localhost" if host else now["HOST"]
    options = quote(f"-csearch_path={schema}", safe="")
    return f"postgresql://{now['USER']}{password}@{at}{port}/{now['NAME']}?options={options}{host}"


def test_killed_workers_lose_nothing_and_finish_each_run_once(rig: Rig) -> None:
    rig.run("setup", "200", "0.01")
    first, second = rig.work("1"), rig.work("1")
    rig.wait_for(lambda: len(rig.count("ended")) > 20)
    first.kill()
    rig.work("1")
    rig.wait_for(lambda: len(rig.count("ended")) > 100)
    second.kill()
    rig.wait_for(lambda: len(rig.count("ended")) == 200)
    rig.wait_for(lambda: rig.tally() == {"SUCCESSFUL": 200})
    begun, ended = rig.count("begun"), rig.count("ended")
    assert sorted(ended) == list(range(200))
    # Only what ran at the moment of one of the two kills, at most four each, may have run again.
    assert sum(begun.values()) - 200 <= 8


def test_two_workers_never_run_the_same_run_though_it_outlasts_its_lease(rig: Rig) -> None:
    rig.run("setup", "16", "1")
    rig.work("0.5")
    rig.work("0.5")
    rig.wait_for(lambda: len(rig.count("ended")) == 16)
    assert set(rig.count("begun").values()) == {1}


def test_a_worker_told_to_stop_finishes_what_it_runs_and_takes_nothing_new(rig: Rig) -> None:
    rig.run("setup", "12", "0.3")
    worker = rig.work("30")
    rig.wait_for(lambda: len(rig.count("begun")) == 4)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    assert len(rig.count("begun")) == len(rig.count("ended")) == 4
    assert rig.tally() == {"READY": 8, "SUCCESSFUL": 4}

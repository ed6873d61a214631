"""Workers killed while they hand over e-mail to a server that puts off and hangs up: none is lost (R12).

``MAILS=1000 KILLS=20 pytest …`` does it at length.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from atrium.conversations.tests.sink import Sink
from atrium.integrations.tests.killing import PASSWORD, migrated_database

MAILS = int(os.environ.get("MAILS", "40"))
KILLS = int(os.environ.get("KILLS", "3"))
PATIENCE = 60 + MAILS


@pytest.fixture
def environment(db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    with migrated_database(os.environ.get("ATRIUM_DATABASE_URL", ""), tmp_path) as url:
        known = {name: text for name, text in os.environ.items() if not name.startswith("ATRIUM_")}
        known |= {"ATRIUM_DATA": str(tmp_path), "ATRIUM_DATABASE_URL": url}
        known |= {"ATRIUM_OUTBOUND_ALLOW": "127.0.0.1"}
        yield known | {"DJANGO_SETTINGS_MODULE": "atrium.config.settings"}


def rig(*words: str) -> list[str]:
    return [sys.executable, "-m", "atrium.integrations.tests.mail_rig", *words]


def told_by(environment: dict[str, str], command: list[str]) -> str:
    done = subprocess.run(
        command, env=environment, input=PASSWORD, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_r12_of_mails_whose_worker_is_killed_none_is_lost_and_what_is_on_record_goes_once(
    environment: dict[str, str],
) -> None:
    init = ["init", "--organisation=Acme", "--email=alice@acme.example", "--password-stdin"]
    told_by(environment, [sys.executable, "-m", "atrium.cli", *init])
    chance = Random(7)  # noqa: S311 - which mail meets which mood, not a secret
    moods = ["250 kept"] * 7 + ["451 come again"] * 2 + ["cut"]
    with Sink(mood=lambda: chance.choice(moods)).listening() as sink:
        told_by(environment, rig("write", str(MAILS), str(sink.port)))
        until = time.monotonic() + PATIENCE
        for kill in range(1, KILLS + 1):
            worker = subprocess.Popen(rig("work"), env=environment, stdout=subprocess.DEVNULL)
            while len(sink.ids) < MAILS * kill // (KILLS + 2) and time.monotonic() < until:
                time.sleep(0.01)
            # From there the moment of the kill has to be any.
            time.sleep(chance.uniform(0, 0.3))
            worker.kill()
            worker.wait()
        worker = subprocess.Popen(rig("work"), env=environment, stdout=subprocess.DEVNULL)
        left = str(max(until - time.monotonic(), 0))
        found = json.loads(told_by(environment, rig("tally", str(MAILS), left)))
        worker.kill()
        worker.wait()
    assert found == {"sent": MAILS, "told": MAILS}
    assert len(sink.ids) == MAILS
    doubled = sum(sink.ids.values()) - MAILS
    sys.stdout.write(f"{MAILS} mails, {KILLS} kills: {doubled} doubled\n")
    # One more for a kill that fell between the server's answer and our record of it.
    assert doubled <= KILLS

"""Two web nodes, two workers, a pool and a store of files under load, each killed at random (DESIGN, what it promises).

``LASTS=600 pytest -s …`` does for ten minutes what the suite does for some seconds.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import boto3
import pytest

from atrium.integrations.tests.killing import PATIENCE, Server, migrated_database
from atrium.integrations.tests.nodes import (
    Adder,
    Halted,
    Outages,
    Part,
    Place,
    Program,
    Reader,
    Uploader,
    content_of,
    pool,
    worker,
)
from atrium.integrations.tests.test_killed import CATCHES_UP, atrium, told_by
from atrium.testing.ports import free_port

LASTS = float(os.environ.get("LASTS", "12"))
SCOPES = (
    "clients:read,clients:write,notes:read,notes:write,documents:read,documents:write,timeline:read"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Halted]:
    """A server that speaks S3, with the bucket ``files``."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = Halted(command, port=port)
    server.start()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    place = f"http://127.0.0.1:{port}"
    s3 = boto3.resource("s3", endpoint_url=place, region_name="eu-west-1", **keys)
    s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield server
    server.end()


@pytest.fixture
def direct(db: None, tmp_path: Path) -> Iterator[str]:
    """The address of a database without the pool."""
    url = os.environ.get("ATRIUM_DATABASE_URL", "")
    if not url:
        pytest.skip("several hosts share a PostgreSQL")
    with migrated_database(url, tmp_path) as own:
        yield own


@pytest.fixture
def pgbouncer(direct: str) -> Iterator[Program]:
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("NOT RUN: pgbouncer was not found; on Debian: apt install pgbouncer")
    with TemporaryDirectory() as folder:
        started = pool(program, Path(folder), direct)
        started.start()
        yield started
        started.kill()


def host(folder: Path, url: str, store: Halted) -> dict[str, str]:
    """The environment of one host, with a folder of its own."""
    folder.mkdir()
    known = {name: text for name, text in os.environ.items() if not name.startswith("ATRIUM_")}
    return known | {
        "ATRIUM_DATA": str(folder),
        "ATRIUM_DATABASE_URL": url,
        "ATRIUM_SECRET_KEY": "one secret for every host of this installation, long enough",
        "ATRIUM_STORAGE_URL": f"s3://key:secret@127.0.0.1:{store.port}/files?region=eu-west-1&tls=0",
        "DJANGO_SETTINGS_MODULE": "atrium.integrations.tests.served",
    }


@pytest.mark.slow
def test_j24_whatever_is_killed_nothing_acknowledged_is_lost_doubled_or_anothers(
    tmp_path: Path, direct: str, pgbouncer: Program, store: Halted
) -> None:
    pooled = f"{direct.rpartition('@')[0]}@127.0.0.1:{pgbouncer.port}{direct[direct.rindex('/') :]}"
    url = f"{pooled}?pool=transaction&direct={direct.rpartition('@')[2].partition('/')[0]}"
    hosts = [host(tmp_path / f"host{number}", url, store) for number in range(2)]
    tokens = [founded(hosts[0], slug) for slug in ("acme", "rival")]
    outages = Outages()
    with ExitStack() as stack:
        nodes = [stack.enter_context(Server(each, "--no-worker", "--workers=1")) for each in hosts]
        parts: dict[str, Part] = {"web0": nodes[0], "web1": nodes[1]}
        parts |= {"pool": pgbouncer, "store": store}
        for number, each in enumerate(hosts):
            parts[f"worker{number}"] = working = worker(each)
            working.start()
            stack.callback(working.kill)
        places = [
            Place(slug, token, nodes[0].add_client(token, "Vincent's Bakery"), nodes, outages)
            for slug, token in zip(("acme", "rival"), tokens, strict=True)
        ]
        killed = under_load(places, parts, outages)
        assert [place.wrong for place in places] == [[], []]
        written = [check(place, nodes[0]) for place in places]
        settled(hosts[0])
    print(  # noqa: T201  (shown by pytest -s)
        f"{LASTS:.0f} s, killed {dict(killed)}, written {written}, "
        f"excused {[dict(place.excused) for place in places]}"
    )
    assert all(count for counts in written for count in counts.values())


def founded(environment: dict[str, str], slug: str) -> str:
    """An organisation with its owner; a token of theirs."""
    mail = f"--email=owner@{slug}.example"
    atrium(environment, "init", f"--organisation={slug.title()}", mail, "--password-stdin")
    member = f"--member=owner@{slug}.example"
    made = [f"--organisation={slug}", member, "--name=x", f"--scope={SCOPES}"]
    return atrium(environment, "token", "create", *made)


def under_load(places: list[Place], parts: dict[str, Part], outages: Outages) -> Counter[str]:
    """Let everybody work while one part after the other is killed and comes back; what was killed."""
    killed: Counter[str] = Counter()
    chance = Random()  # noqa: S311
    with ExitStack() as users:
        everybody = [kind(place) for place in places for kind in (Adder, Uploader)]
        readers = [Reader(*pair) for pair in (places, places[::-1])]
        for user in (*everybody, *readers):
            users.enter_context(user)
        until, order = time.monotonic() + LASTS, list(parts)
        chance.shuffle(order)
        while time.monotonic() < until and not any(place.wrong for place in places):
            time.sleep(chance.uniform(0.2, 1.5))
            name = order[sum(killed.values()) % len(order)]
            with outages.of(name):
                parts[name].kill()
                time.sleep(chance.uniform(0.1, 1.0))
                parts[name].start()
            killed[name] += 1
    for place in places:
        place.read = sum(len(user.done) for user in readers if user.place is place)
        place.names = [n for user in everybody if user.place is place for n in user.done]
    return killed


def check(place: Place, node: Server) -> dict[str, int]:
    """Everything acknowledged is there once, in its organisation and in none other; how much there is."""
    notes = node.read_all(place.token, f"/clients/{place.subject}/notes")
    clients = node.read_all(place.token, "/clients")
    files = node.read_all(place.token, f"/clients/{place.subject}/files")
    told = node.read_all(place.token, f"/clients/{place.subject}/timeline")
    names = [name for name in place.names if not name.endswith(".txt")]
    assert Counter(names) <= Counter(client["name"] for client in clients)
    assert Counter(names) <= Counter(note["text"] for note in notes)
    assert max(Counter(client["name"] for client in clients).values()) == 1
    assert max(Counter(note["text"] for note in notes).values()) == 1
    assert sorted(client["number"] for client in clients) == list(range(1, len(clients) + 1))
    assert sum(event["kind"] == "note.written" for event in told) == len(notes)
    kept = {file["name"]: file["id"] for file in files}
    sent = [name for name in place.names if name.endswith(".txt")]
    assert len(kept) == len(files)
    assert set(sent) <= set(kept)
    for name in sent:
        path = f"/api/v1/documents/{kept[name]}/content"
        _, _, text = node.ask("GET", path, Authorization=f"Bearer {place.token}")
        assert text == content_of(name)
    return {"clients": len(names), "files": len(sent), "answers read": place.read}


def settled(environment: dict[str, str]) -> None:
    """Left alone, the workers catch up and the doctor finds nothing wrong."""
    until = time.monotonic() + CATCHES_UP + PATIENCE
    doctor = told_by(environment, "doctor", "--json")
    while doctor.returncode and time.monotonic() < until:
        doctor = told_by(environment, "doctor", "--json")
    assert doctor.returncode == 0, doctor.stdout

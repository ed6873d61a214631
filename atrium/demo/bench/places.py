"""The databases that are measured. Making them takes minutes, so they stay under .cache/bench."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from atrium.config.environment import CHECKOUT
from atrium.testing.postgresql import cluster

CACHE = CHECKOUT / ".cache" / "bench"
# Seven clients in ten belong to the organisation that is measured, the others to one beside it.
SHARE = 0.7

type Environment = dict[str, str]


@contextmanager
def server(engine: str) -> Iterator[str]:
    """The address of a database server of the bench's own; empty for SQLite."""
    if engine == "sqlite":
        yield ""
        return
    with cluster(kept=CACHE / "postgresql") as url:
        yield url


def filled(engine: str, url: str, size: int) -> Environment:
    """The environment of a process that works on a database with so many clients, made if need be."""
    environment = environment_of(engine, url, f"bench_{size}")
    folder = Path(environment["ATRIUM_DATA"])
    ready = folder / "ready"
    if ready.exists():
        return environment
    if url:
        _renew(url, folder.name.partition("-")[2])
    else:
        for old in folder.glob("atrium.sqlite3*"):
            old.unlink()
    run(environment, "fill", str(size))
    ready.touch()
    return environment


def environment_of(engine: str, url: str, of: str) -> Environment:
    """The environment of a process on a kept database of this name, which is made if it is not there."""
    name = f"{of}_{_digest()}"
    folder = CACHE / f"{engine}-{name}"
    environment = os.environ | {"ATRIUM_DATA": str(folder), "ATRIUM_DATABASE_URL": ""}
    if url:
        environment["ATRIUM_DATABASE_URL"] = f"{url.rpartition('/')[0]}/{name}"
        if not folder.exists():
            _renew(url, name)
    folder.mkdir(parents=True, exist_ok=True)
    return environment


def run(environment: Environment, *arguments: str) -> str:
    """What a child says that works on the database; its log and progress stay on stderr."""
    command = [sys.executable, "-m", "atrium.demo.bench.child", *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _renew(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{name}"'.encode())


def _digest() -> str:
    """One value for what the rows of a filled database depend on."""
    total = hashlib.sha256()
    sources = [*CHECKOUT.glob("atrium/*/migrations/*.py"), *CHECKOUT.glob("atrium/demo/large/*.py")]
    for path in sorted(sources):
        total.update(str(path.relative_to(CHECKOUT)).encode() + path.read_bytes())
    return total.hexdigest()[:12]

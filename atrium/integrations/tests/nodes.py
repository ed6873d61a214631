"""An installation of several hosts: the processes it is made of, each of which may be killed, and who uses it meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from threading import Event, Lock, Thread
from typing import Any, Protocol, Self
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from atrium.config.environment import CHECKOUT
from atrium.integrations.tests.killing import PATIENCE, Server
from atrium.testing.ports import free_port

# A connection that broke is noticed at the next use of it, and a process is not back at once.
AFTERWARDS = 3.0
BOUNDARY = "a-boundary-that-no-file-has"


class Part(Protocol):
    """A process that may be killed and comes back."""

    def start(self) -> object: ...

    def kill(self) -> None: ...


class Program:
    """A process of its own group, ready when its port answers (or at once, where it has none)."""

    def __init__(self, command: Sequence[str], *, port: int = 0, **options: Any) -> None:
        self.command, self.port, self.options = list(command), port, options

    def start(self) -> None:
        with TemporaryFile("w+") as said:
            self.process = subprocess.Popen(
                self.command, stdout=said, stderr=said, start_new_session=True, **self.options
            )
            until = time.monotonic() + PATIENCE
            while self.port and not answers(self.port):
                if self.process.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    pytest.fail(f"{self.command} does not answer: {said.read()[-2000:]}")
                time.sleep(0.02)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Halted(Program):
    """A process that keeps everything in memory: it stands still instead of dying, as behind a cut line."""

    def start(self) -> None:
        if getattr(self, "process", None) is None:
            super().start()
        os.killpg(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGSTOP)

    def end(self) -> None:
        super().kill()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def pool(program: str, folder: Path, url: str) -> Program:
    """A pgbouncer in transaction mode before the database of ``url``, as patient as that of deploy/.

    Its folder must be one that the user nobody may enter, and not pytest's own: the next pytest closes that.
    """
    parts, port = urlsplit(url), free_port()
    kept = "_timeout", "_retry"
    lines = (CHECKOUT / "deploy" / "pgbouncer.ini").read_text().splitlines()
    patience = "\n".join(line for line in lines if line.partition(" =")[0].endswith(kept))
    users, told = folder / "users", folder / "pgbouncer.ini"
    users.write_text(f'"{parts.username}" "{parts.password}"\n')
    told.write_text(
        f"[databases]\n* = host={parts.hostname} port={parts.port}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = plain\n"
        f"auth_file = {users}\npool_mode = transaction\ndefault_pool_size = 8\nmax_client_conn = 200\n{patience}\n"
    )
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    if nobody:
        for path in (users, told):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        folder.chmod(0o755)
    owner = {"user": nobody.pw_uid} if nobody else {}
    return Program([program, str(told)], port=port, **owner)


@dataclass
class Outages:
    """When which part was down, as far as its users could notice."""

    seen: list[tuple[str, float, float]] = field(default_factory=list)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        row = len(self.seen)
        self.seen.append((name, time.monotonic(), float("inf")))
        yield
        self.seen[row] = (name, self.seen[row][1], time.monotonic() + AFTERWARDS)

    def excuse(self, node: str, began: float) -> str:
        """What was down meanwhile that this node needs; empty where nothing was."""
        needed, now = {node, "pool", "store"}, time.monotonic()
        return next(
            (n for n, since, to in list(self.seen) if n in needed and since <= now and began <= to),
            "",
        )


@dataclass
class Place:
    """An organisation as somebody outside uses it, over whichever web node comes next."""

    slug: str
    token: str
    subject: str
    nodes: Sequence[Server]
    outages: Outages
    names: list[str] = field(default_factory=list)
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    excused: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """Status and text from one node; 0 where there was none that an outage does not explain."""
        at = Random().randrange(len(self.nodes))  # noqa: S311
        began, headers = time.monotonic(), headers | {"Authorization": f"Bearer {self.token}"}
        try:
            status, _, text = self.nodes[at].ask(method, f"/api/v1{path}", body, **headers)
            if status < 500:
                return status, text
            problem = f"{status} {text[:300]}"
        except (OSError, HTTPException) as error:
            problem = repr(error)
        reason = self.outages.excuse(f"web{at}", began)
        with self.lock:
            if reason:
                self.excused[reason] += 1
            else:
                self.wrong.append(f"{method} {path} on web{at}: {problem}")
        time.sleep(0.05)
        return 0, ""


class User(Thread):
    """Does one thing after the other until told to stop."""

    def __init__(self, place: Place) -> None:
        super().__init__(daemon=True)
        self.place, self.done = place, list[str]()
        self._enough = Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._enough.set()
        self.join(PATIENCE)

    def run(self) -> None:
        while not self._enough.is_set() and not self.place.wrong:
            self.act()

    def act(self) -> None:
        raise NotImplementedError

    def sure(self, path: str, body: str, **headers: str) -> bool:
        """Write with one key until it is answered, by whichever node."""
        headers |= {"Idempotency_Key": uuid4().hex}
        until, status = time.monotonic() + PATIENCE, 0
        while not status:
            if time.monotonic() > until:
                self.place.wrong.append(f"{path} was never answered")
                return False
            status, text = self.place.ask("POST", path, body, **headers)
        if status != 201:
            self.place.wrong.append(f"{path}: {status} {text[:300]}")
        return status == 201


class Adder(User):
    """Adds clients and notes whose words name the organisation."""

    def act(self) -> None:
        name = f"{self.place.slug}-{uuid4().hex[:12]}"
        told = {"Content_Type": "application/json"}
        if self.sure("/clients", json.dumps({"name": name}), **told) and self.sure(
            f"/clients/{self.place.subject}/notes", json.dumps({"text": name}), **told
        ):
            self.done.append(name)


class Uploader(User):
    """Adds files."""

    def act(self) -> None:
        name = f"{self.place.slug}-{uuid4().hex[:12]}.txt"
        body = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: text/plain\r\n\r\n{content_of(name)}\r\n--{BOUNDARY}--\r\n"
        )
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        if self.sure(f"/clients/{self.place.subject}/files", body, Content_Type=kind):
            self.done.append(name)
        self._enough.wait(0.2)


class Reader(User):
    """Reads lists, searches and the other organisation's things, which must not be there."""

    def __init__(self, place: Place, other: Place) -> None:
        super().__init__(place)
        self.other, self.turn = other, 0

    def act(self) -> None:
        own, theirs = self.place.subject, self.other.subject
        paths = [
            "/clients?limit=50&sort=-created",
            f"/clients/{own}/notes?limit=50",
            f"/clients/{theirs}",
        ]
        paths += [f"/clients/{own}/timeline?limit=50", f"/clients?q={self.other.slug}"]
        path = paths[self.turn % len(paths)]
        self.turn += 1
        status, text = self.place.ask("GET", path)
        if f"{self.other.slug}-" in text or (theirs in path and status not in {0, 404}):
            self.place.wrong.append(f"{path} answered what is of {self.other.slug}: {text[:300]}")
        elif status:
            self.done.append(path)


def content_of(name: str) -> str:
    """What is in the file of that name."""
    return hashlib.sha256(name.encode()).hexdigest() * 40


def worker(environment: dict[str, str]) -> Program:
    """A worker of a node of its own; a lost task runs again soon."""
    command = [sys.executable, "-m", "atrium.cli", "worker", "--lease=5", "--threads=2"]
    return Program(command, env=environment)

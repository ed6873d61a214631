"""A server to be killed, and those who write to it until they are answered."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import uuid4

from atrium.testing.databases import migrated_beside
from atrium.testing.ports import free_port

PASSWORD = "a long one for tests 7"
PATIENCE = 60.0
FORM = "application/x-www-form-urlencoded"


@contextmanager
def migrated_database(url: str, folder: Path) -> Iterator[str]:
    """The URL of a database beside that of ``url``, as the migrations leave it.

    Nothing for SQLite, where it is the file that the data folder ``folder`` has.
    """
    with migrated_beside(folder / "atrium.sqlite3") as known:
        beside = urlunsplit(urlsplit(url)._replace(path=f"/{known['NAME']}"))
        yield beside if url.startswith("postgres") else ""


class Server:
    """``atrium serve`` with its worker (unless an option says otherwise), as a process group of its own."""

    def __init__(self, environment: dict[str, str], *options: str) -> None:
        self.environment, self.options = environment, options
        self.port = free_port()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self) -> float:
        """Start it and wait for its first answer; the seconds that takes on a machine at rest.

        That is the processor time of the process that answers and of its parent, one after the
        other: the clock of a machine that runs other tests says nothing about the server.
        """
        began = time.monotonic()
        command = [sys.executable, "-m", "atrium.cli", "serve", f"--port={self.port}"]
        command += self.options
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=quiet, stderr=quiet, start_new_session=True
        )
        while True:
            try:
                status = self.ask("GET", "/healthz")[0]
            except (OSError, HTTPException):
                assert time.monotonic() - began < PATIENCE
                time.sleep(0.02)
            else:
                assert status == 200
                return self._spent()

    def _spent(self) -> float:
        """Seconds of the parent and its busiest child, at the speed of a common machine."""
        parent, children = 0, [0]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                words = stat.read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(words[2]) == self.process.pid:
                ticks = int(words[11]) + int(words[12])
                if int(stat.parent.name) == self.process.pid:
                    parent = ticks
                else:
                    children.append(ticks)
        return (parent + max(children)) / os.sysconf("SC_CLK_TCK") / _slowness()

    def kill(self) -> None:
        """Kill -9 of every process of it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(
        self, method: str, path: str, body: str = "", **headers: str
    ) -> tuple[int, HTTPResponse, str]:
        """Status, headers and text of the answer; raises OSError or HTTPException without one."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request(method, path, body.encode(), named)
            answer = line.getresponse()
            return answer.status, answer, answer.read().decode()

    def sign_in(self, mail: str) -> dict[str, str]:
        """The headers and form fields of a session: ``Cookie`` and the form's token."""
        path = "/accounts/login/"
        _, answer, page = self.ask("GET", path)
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        filled = {"login": mail, "password": PASSWORD, "csrfmiddlewaretoken": _token(page)}
        status, answer, page = self.ask(
            "POST", path, urlencode(filled), Cookie=cookie, Content_Type=FORM
        )
        assert status == 302, page
        given = [text.split(";")[0] for text in answer.msg.get_all("Set-Cookie", [])]
        session = {"Cookie": "; ".join(given)}
        _, _, page = self.ask("GET", "/acme/clients/new/", **session)
        status_field = re.search(r'name="status".*?<option value="(\d+)" selected', page, re.DOTALL)
        assert status_field is not None
        return session | {"token": _token(page), "status": status_field[1]}

    def add_client(self, token: str, name: str) -> str:
        """A client over the API; its identifier."""
        headers = {"Authorization": f"Bearer {token}", "Content_Type": "application/json"}
        status, _, text = self.ask("POST", "/api/v1/clients", json.dumps({"name": name}), **headers)
        assert status == 201, text
        return str(json.loads(text)["id"])

    def read_all(self, token: str, path: str) -> list[dict[str, Any]]:
        """Every item of a list of the API."""
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            address = f"/api/v1{path}?limit=200&cursor={cursor}"
            status, _, text = self.ask("GET", address, Authorization=f"Bearer {token}")
            assert status == 200, text
            page = json.loads(text)
            items += page["items"]
            if page["next"] is None:
                return items
            cursor = page["next"]

    @staticmethod
    def check_integrity(environment: dict[str, str]) -> None:
        """What SQLite says of its own file; PostgreSQL has no such word."""
        if not environment["ATRIUM_DATABASE_URL"]:
            [file] = Path(environment["ATRIUM_DATA"]).glob("*.sqlite3")
            with closing(sqlite3.connect(file)) as line:
                assert line.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert line.execute("PRAGMA foreign_key_check").fetchall() == []


class Writer(Thread):
    """Writes one thing after the other, and sends each again until it is answered."""

    def __init__(
        self, server: Server, way: str, session: dict[str, str], token: str, subject: str
    ) -> None:
        super().__init__(daemon=True)
        self.server, self.way, self.session = server, way, session
        self.token, self.subject = token, subject
        self.acknowledged: list[str] = []
        self.wrong: list[str] = []
        self._enough = Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Let what is being written be acknowledged, then end."""
        self._enough.set()
        self.join(PATIENCE)

    def run(self) -> None:
        while not self._enough.is_set() and not self.wrong:
            text, key = f"{self.way} {len(self.acknowledged)}", uuid4().hex
            until = time.monotonic() + PATIENCE
            while not self._sent(text, key):
                if time.monotonic() > until:
                    self.wrong.append(f"{text} was never answered")
                    break

    def _sent(self, text: str, key: str) -> bool:
        """Whether it was answered."""
        try:
            status, _, said = self._send(text, key)
        except (OSError, HTTPException):
            time.sleep(0.02)
            return False
        if status in {201, 302}:
            self.acknowledged.append(text)
        else:
            self.wrong.append(f"{text}: {status} {said[:2000]}")
        return True

    def _send(self, text: str, key: str) -> tuple[int, HTTPResponse, str]:
        if self.way.startswith("api"):
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency_Key": key}
            body = {"name": text} if self.way == "api-client" else {"text": text}
            path = "" if self.way == "api-client" else f"/{self.subject}/notes"
            address, headers["Content_Type"] = f"/api/v1/clients{path}", "application/json"
            return self.server.ask("POST", address, json.dumps(body), **headers)
        form = {"csrfmiddlewaretoken": self.session["token"], "idempotency_key": key}
        if self.way == "form-client":
            form |= {"kind": "company", "name": text, "status": self.session["status"]}
        else:
            form |= {"text": text}
        path = "/acme/clients/new/" if self.way == "form-client" else "/acme/clients/1/notes/new/"
        headers = {"Cookie": self.session["Cookie"], "Content_Type": FORM}
        return self.server.ask("POST", path, urlencode(form), **headers)


def _slowness() -> float:
    """How many times slower than a common machine at rest this one is now, at least 1."""
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return max(1.0, (time.process_time() - began) / 0.07)


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found[1]

"""A file far larger than the memory that the server may take for it (DESIGN, What it promises; C14).

``LARGE_MB=2048 pytest …`` sends what is promised; the suite has time for 256 MB.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection

from atrium.documents.models.upload import PART
from atrium.integrations.tests.conftest import token_of
from atrium.integrations.tests.killing import Server
from atrium.organisations.models import Member

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]
MEGABYTE = 1024 * 1024
LARGE = int(os.environ.get("LARGE_MB", "256")) * MEGABYTE
MOST = 100


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """A server on this test's own database; its files go with the test."""
    known = {name: text for name, text in os.environ.items() if not name.startswith("ATRIUM_")}
    known |= {"ATRIUM_DATABASE_URL": f"sqlite://{connection.settings_dict['NAME']}"}
    known |= {"DJANGO_SETTINGS_MODULE": "atrium.integrations.tests.served"}
    with TemporaryDirectory(ignore_cleanup_errors=True) as data:
        yield known | {"ATRIUM_DATA": data}


class Sender:
    """A program that sends files of nothing but zeros in parts, and reads them back."""

    def __init__(self, server: Server, token: str) -> None:
        self.server, self.headers = server, {"Authorization": f"Bearer {token}"}
        self.client = server.add_client(token, "Vincent's Bakery")

    def send(self, size: int) -> str:
        """The identifier of the file that the parts became."""
        told = json.dumps({"key": str(size), "name": "survey.raw", "size": size})
        status, _, text = self.server.ask(
            "POST",
            f"/api/v1/clients/{self.client}/uploads",
            told,
            Content_Type="application/json",
            **self.headers,
        )
        assert status == 201, text
        upload = json.loads(text)
        for number in range(-(-size // PART)):
            known = self._part(upload["id"], number, min(PART, size - number * PART))
        return str(known["document"])

    def _part(self, upload: str, number: int, size: int) -> dict[str, str]:
        head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="part"\r\n\r\n'
        pieces = [head, *[bytes(MEGABYTE)] * (size // MEGABYTE), bytes(size % MEGABYTE)]
        body = [*pieces, b"\r\n--cut--\r\n"]
        headers = self.headers | {
            "Content-Type": "multipart/form-data; boundary=cut",
            "Content-Length": str(sum(map(len, body))),
        }
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=120)) as line:
            line.request("POST", f"/api/v1/uploads/{upload}/parts/{number}", body, headers)
            answer = line.getresponse()
            text = answer.read()
        assert answer.status == 200, text
        return dict(json.loads(text))

    def read(self, document: str) -> tuple[int, str]:
        """How many bytes the file has, and their SHA-256."""
        size, total = 0, hashlib.sha256()
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=120)) as line:
            line.request("GET", f"/api/v1/documents/{document}/content", headers=self.headers)
            answer = line.getresponse()
            while piece := answer.read(MEGABYTE):
                size += len(piece)
                total.update(piece)
        return size, total.hexdigest()


def peak_of(server: Server) -> int:
    """The most memory that each process of the server ever held, together, in MB."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
            said = stat.with_name("status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        peak = re.search(r"VmHWM:\s*(\d+) kB", said)
        if int(words[2]) == server.process.pid and peak is not None:
            total += int(peak[1]) // 1024
    return total


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads the memory used from /proc")
def test_c14_a_large_file_comes_in_and_goes_out_in_a_tenth_of_a_gigabyte(
    environment: dict[str, str], alice: Member
) -> None:
    """2 GB took 33 MB on SQLite, 256 MB take 0 to 28, depending on what ran before."""
    token = token_of(alice, ["clients:write", "documents:read", "documents:write"])
    with Server(environment) as server:
        sender = Sender(server, token)
        # What any file takes, the modules that are loaded for the first one among it.
        sender.read(sender.send(PART + 1))
        before = peak_of(server)
        came = sender.read(sender.send(LARGE))
        more = peak_of(server) - before

    zeros = hashlib.sha256()
    for _ in range(LARGE // MEGABYTE):
        zeros.update(bytes(MEGABYTE))
    assert came == (LARGE, zeros.hexdigest())
    print(f"{LARGE // MEGABYTE} MB took {more} MB of memory")  # noqa: T201  (shown by pytest -s)
    assert more < MOST

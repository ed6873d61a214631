"""A virus scanner that looks at each new content (clamd by its INSTREAM)."""

from __future__ import annotations

import socket
import struct
from threading import Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.documents.models import Content, File, Reading
from atrium.documents.reading.scanning import NotScanned, is_harmful
from atrium.organisations.models import Member


def _taken(talk: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += talk.recv(count - len(data))
    return data


@pytest.fixture
def clamd(settings: Any) -> Any:
    """A scanner that finds what holds the word EICAR."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.SCANNER = f"127.0.0.1:{server.getsockname()[1]}"
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]

    def scan() -> None:
        while True:
            try:
                talk, _ = server.accept()
            except OSError:
                return
            with talk:
                assert _taken(talk, 10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!L", _taken(talk, 4))[0]:
                    data += _taken(talk, size)
                found = b"stream: Eicar FOUND\0" if b"EICAR" in data else b"stream: OK\0"
                talk.sendall(found)

    thread = Thread(target=scan, daemon=True)
    thread.start()
    yield server
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def test_r15_what_the_scanner_finds_is_marked_and_its_silence_is_no_leave(
    clamd: Any,
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        bad = File.add(bakery, ContentFile(b"X5O! EICAR", "a.txt"), by=alice)
        good = File.add(bakery, ContentFile(b"Net 30", "b.txt"), by=alice)
    for file in (bad, good):
        file.content.refresh_from_db()
    assert (bad.content.reading, good.content.reading) == (Reading.HARMFUL, Reading.DONE)

    home = f"/acme/clients/{bakery.number}/files"
    assert as_alice.get(f"{home}/{bad.public_id}/content/").status_code == 409
    assert as_alice.get(f"{home}/{good.public_id}/content/").status_code == 200
    Content.objects.filter(pk=good.content_id).update(reading=Reading.WAITING)
    assert as_alice.get(f"{home}/{good.public_id}/content/").status_code == 409, "not seen yet"

    settings.SCANNER = "127.0.0.1:1"
    with pytest.raises(NotScanned):
        is_harmful(good.content)

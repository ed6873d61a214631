"""A virus scanner that looks at each new content, where the operator has one: clamd by its INSTREAM."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage

from atrium.foundation import outbound

if TYPE_CHECKING:
    from atrium.documents.models import Content

_PORTION = 256 * 1024
_SECONDS = 60


class NotScanned(Exception):
    """The scanner did not answer; the queue asks it again later."""


def is_harmful(content: Content) -> bool:
    """Whether the scanner found something. False where none is set; raises NotScanned."""
    if not settings.SCANNER:
        return False
    host, _, port = settings.SCANNER.rpartition(":")
    try:
        with outbound.open_socket(host, int(port), _SECONDS) as talk:
            return b" FOUND" in _asked(talk, content)
    except OSError as error:
        msg = f"The virus scanner at {settings.SCANNER} did not answer: {error}"
        raise NotScanned(msg) from error


def _asked(talk: socket.socket, content: Content) -> bytes:
    talk.sendall(b"zINSTREAM\0")
    with default_storage.open(content.stored_as) as file:
        while portion := file.read(_PORTION):
            talk.sendall(struct.pack("!L", len(portion)) + portion)
    talk.sendall(struct.pack("!L", 0))
    answer = b""
    while portion := talk.recv(4096):
        answer += portion
        if b"\0" in portion:
            break
    return answer

"""The files in a winmail.dat, as Outlook sends it (MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from atrium.conversations.mail.letters_in import File
from atrium.foundation import files

SIGNATURE = 0x223E9F78
BEGINS, TITLE, DATA = 0x00069002, 0x00018010, 0x0006800F
MOST_FILES = 50
_HEAD = struct.Struct("<BII")


def files_in(data: bytes) -> list[File]:
    """The files it holds; none where it is broken or no such thing."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:  # noqa: PLR2004 - signature and key
        return []
    found: list[dict[str, bytes]] = []
    for kind, value in _attributes(data):
        if kind == BEGINS and len(found) < MOST_FILES:
            found.append({})
        elif kind == TITLE and found:
            found[-1]["name"] = value
        elif kind == DATA and found:
            found[-1]["data"] = value
    return [
        File(name=files.name_of(_text(each.get("name", b""))), data=each["data"])
        for each in found
        if each.get("data")
    ]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + _HEAD.size <= len(data):
        _, kind, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if at + length > len(data):
            return
        yield kind, data[at : at + length]
        at += length + 2


def _text(value: bytes) -> str:
    return value.split(b"\x00")[0].decode("cp1252", "replace")

"""From bytes to text: byte-order marks, UTF-8, UTF-16 and UTF-32 with or without mark, Windows text mixed into UTF-8."""

import codecs
import io
from collections.abc import Generator
from typing import BinaryIO

from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext, gettext_lazy

HEAD = 65536
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TABLES = (
    (
        b"%PDF",
        gettext_lazy("This is a PDF document. Export the list as CSV or XLSX and send that."),
    ),
    (b"\x89PNG", gettext_lazy("This is a picture. Export the list as CSV or XLSX and send that.")),
    (
        b"\xff\xd8\xff",
        gettext_lazy("This is a picture. Export the list as CSV or XLSX and send that."),
    ),
    (b"GIF8", gettext_lazy("This is a picture. Export the list as CSV or XLSX and send that.")),
    (
        b"\x1f\x8b",
        gettext_lazy("This is a compressed file. Unpack it and send the CSV or XLSX in it."),
    ),
    (b"Rar!", gettext_lazy("This is a compressed file. Unpack it and send the CSV or XLSX in it.")),
    (
        b"7z\xbc\xaf",
        gettext_lazy("This is a compressed file. Unpack it and send the CSV or XLSX in it."),
    ),
    (
        b"{\\rtf",
        gettext_lazy("This is a text document. Export the list as CSV or XLSX and send that."),
    ),
    (
        b"SQLite format 3",
        gettext_lazy("This is a database file. Export the list as CSV or XLSX and send that."),
    ),
)
_PAGES = (b"<!doctype html", b"<html", b"<table", b"<?xml")
MIXED = "windows-1252 where utf-8 fails"
_MOST_CONTROLS = 0.02


def _as_windows(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    wrong = problem.object[problem.start : problem.end]
    return "".join(_windows_letter(byte) for byte in wrong), problem.end


def _windows_letter(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(MIXED, _as_windows)


def encoding_of(head: bytes) -> tuple[str, str]:
    """Return the encoding the first bytes of a file speak for, and its name for people.

    Raises Unreadable where they belong to something that is no text.
    """
    start = head.lstrip()[:64]
    for mark, reason in _NOT_TABLES:
        if start.startswith(mark):
            raise Unreadable(reason)
    if start.lower().startswith(_PAGES):
        raise Unreadable(
            gettext(
                "This is a web page or XML, whatever its name says. Open it in a spreadsheet and save it as CSV or XLSX."
            )
        )
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, encoding.removesuffix("-sig").upper()
    wide = _wide_without_mark(head)
    if wide:
        return wide, wide.upper()
    _refuse_garbage(head)
    try:
        head.decode("utf-8") if len(head) < HEAD else codecs.getincrementaldecoder(
            "utf-8"
        )().decode(head)
    except UnicodeDecodeError:
        return _alphabet_of(head)
    return "utf-8", "UTF-8"


def lines(raw: BinaryIO, encoding: str) -> Generator[str]:
    """Yield the lines of an open file with their ends (CR, LF or both) as they are, without NULs."""
    errors = MIXED if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(raw, encoding=encoding, errors=errors, newline="")
    try:
        for line in text:
            yield line.replace("\0", "") if "\0" in line else line
    finally:
        text.close()


def _wide_without_mark(head: bytes) -> str:
    """Recognise UTF-16 and UTF-32 by where their zero bytes fall."""
    sample = head[: len(head) // 4 * 4][:4096]
    if len(sample) < len("ab") * 4 or not sample.count(0):
        return ""
    zeros = [sample[lane::4].count(0) / (len(sample) / 4) for lane in range(4)]
    mostly, rarely = 0.5, 0.1
    if zeros[3] > mostly and zeros[2] > mostly and zeros[1] > mostly and zeros[0] < rarely:
        return "utf-32-le"
    if zeros[0] > mostly and zeros[1] > mostly and zeros[2] > mostly and zeros[3] < rarely:
        return "utf-32-be"
    if zeros[1] + zeros[3] > mostly and zeros[0] + zeros[2] < rarely:
        return "utf-16-le"
    if zeros[0] + zeros[2] > mostly and zeros[1] + zeros[3] < rarely:
        return "utf-16-be"
    return ""


def _refuse_garbage(head: bytes) -> None:
    controls = sum(
        head.count(bytes((byte,)))
        for byte in range(1, 32)
        if byte not in b"\t\r\n\x0b\x0c\x1a\x1c\x1d\x1e\x1f"
    )
    nuls = head.count(0)
    if head and (controls / len(head) > _MOST_CONTROLS or nuls > len(head) / 3):
        raise Unreadable(
            gettext(
                "This file is not a table of text. Export the list as CSV or XLSX and send that."
            )
        )


def _alphabet_of(head: bytes) -> tuple[str, str]:
    """Tell Cyrillic and Greek Windows text from Western: their letters stand in whole words of high bytes."""
    words = head.replace(b",", b" ").replace(b";", b" ").replace(b"\t", b" ").split()
    high = [word for word in words if any(byte > 0xBF for byte in word)]
    whole = [
        word
        for word in high
        if len(word) > 3 and sum(byte > 0xBF for byte in word) >= len(word) - 1
    ]
    if high and len(whole) > len(high) / 2:
        for encoding, name in (
            ("cp1251", "Windows-1251 (Cyrillic)"),
            ("cp1253", "Windows-1253 (Greek)"),
        ):
            text = b" ".join(whole).decode(encoding, "replace")
            small = sum(letter.islower() for letter in text)
            if "\ufffd" not in text and small > len(text) / 2 and encoding == "cp1251":
                return encoding, name
    return "utf-8", "UTF-8 mixed with Windows-1252"

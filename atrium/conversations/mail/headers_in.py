"""The headers of an e-mail, however they are written: what cannot be read is left out, nothing raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from atrium.conversations.mail.letters_in import Named
from atrium.conversations.mail.writing import one_line

LONGEST = 20_000
MOST_PARTIES = 200
MOST_REFERENCES = 60
LONGEST_ID = 400
# Codecs of the language that are no charset of mail, some of them slow on purpose-made text.
NO_CHARSETS = {
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "mbcs",
    "oem",
}
KINDS = {"from": "from", "to": "to", "cc": "cc", "bcc": "bcc", "reply-to": "reply_to"}
_ID = re.compile(r"<\s*([^<>]+?)\s*>")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,200}@[^\s<>@,;:\"()]{1,253}")
_EMPTY_DAY = datetime(1970, 1, 2, tzinfo=UTC)


def decoded(data: bytes, charset: str | None) -> str:
    """The text in its charset; in UTF-8, else in Western, where the charset is unknown or wrong."""
    named = (charset or "").strip(" '\"").lower()
    for name in ("" if named.replace("-", "_") in NO_CHARSETS else named, "utf-8", "cp1252"):
        try:
            return whole(data.decode(name))
        except (LookupError, UnicodeError, ValueError):
            continue
    return whole(data.decode("latin-1"))


def whole(text: str) -> str:
    """The text without what no database keeps: zero bytes and halves of signs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def header(part: Message[str, str], name: str) -> str:
    """The header as people read it, on one line."""
    return one_line(words(raw_header(part, name)), LONGEST)


def raw_header(part: Message[str, str], name: str) -> str:
    """The first header of that name as it stands."""
    return next(iter(raw_headers(part, name)), "")


def raw_headers(part: Message[str, str], name: str) -> list[str]:
    """All headers of that name as they stand; bytes beyond ASCII read as UTF-8, else as Western."""
    wanted = name.lower()
    found = [value for key, value in part.raw_items() if key.lower() == wanted]
    return [_unescaped(str(value)[:LONGEST]) for value in found[:20]]


def _unescaped(value: str) -> str:
    if value.isascii():
        return value
    return decoded(value.encode("utf-8", "surrogateescape"), None)


def words(raw: str) -> str:
    """The encoded words of it decoded (RFC 2047)."""
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    found = [p if isinstance(p, str) else decoded(p, charset) for p, charset in pieces]
    return whole("".join(found))


def parties(part: Message[str, str]) -> list[Named]:
    """Everybody the headers name with an address, each once in each line."""
    found: dict[tuple[str, str], Named] = {}
    for header_name, kind in KINDS.items():
        for name, address in _people(raw_headers(part, header_name)):
            if len(found) < MOST_PARTIES:
                one = Named(kind=kind, address=address[:320], name=one_line(name, 300))
                found.setdefault((kind, one.key), one)
    return list(found.values())


def _people(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for name, address in _pairs(line.replace("\n", " ")):
            bare = words(address).strip().strip("<>'\"")
            if _ADDRESS.fullmatch(bare):
                yield words(name), whole(bare)
            elif match := _ADDRESS.search(bare):
                yield words(name), whole(match[0])


def _pairs(line: str) -> list[tuple[str, str]]:
    """Names and addresses; of a line that was made to be unreadable, what looks like an address."""
    try:
        return getaddresses([line], strict=False)
    except (RecursionError, ValueError, IndexError):
        return [("", address) for address in _ADDRESS.findall(line)]


def identifiers(text: str) -> list[str]:
    """The Message-IDs in a header, without their brackets, each once."""
    text = text[:LONGEST]
    found = _ID.findall(text) or ([text] if "@" in text and " " not in text.strip() else [])
    known = dict.fromkeys(normalised(one) for one in found)
    return [one for one in known if one]


def normalised(text: str) -> str:
    """A Message-ID without brackets and spaces; its domain in small letters."""
    text = "".join(sign for sign in text if sign.isprintable() and not sign.isspace()).strip("<>")
    local, at, domain = text.rpartition("@")
    text = f"{local}@{domain.lower()}" if at else text
    if len(text) > LONGEST_ID:
        return made(text.encode("utf-8", "replace"))
    return text.encode("utf-8", "replace").decode()


def made(data: bytes) -> str:
    """A Message-ID for what has none: the same bytes get the same one."""
    return f"{sha256(data).hexdigest()[:40]}@no-message-id.invalid"


def said_at(part: Message[str, str], now: datetime) -> datetime:
    """When it was written, or brought by the last server; now, where that is unreadable or to come."""
    received = raw_header(part, "Received").rpartition(";")[2]
    for text in (raw_header(part, "Date"), received):
        try:
            at = parsedate_to_datetime(text[:200].strip())
            at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if _EMPTY_DAY < at <= now + timedelta(days=1):
            return min(at, now)
    return now

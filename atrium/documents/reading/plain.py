"""Text as text, and mails as what people read of them."""

from __future__ import annotations

import re
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

MOST_READ = 2 * 1024**2
MOST_TEXT = 300_000
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_MAIL = re.compile(rb"\A[A-Za-z][A-Za-z0-9-]{1,60}: ")
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def plain_text(path: Path) -> str:
    """The text of the file; of a mail who wrote it, to whom, when and what."""
    with path.open("rb") as file:
        data = file.read(MOST_READ)
    if _MAIL.match(data):
        head = data.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0].lower()
        if b"from: " in head and (b"\nsubject:" in head or b"\ndate:" in head):
            return _mail(data)[:MOST_TEXT]
    return data.decode("utf-8", "replace").replace("\x00", "")[:MOST_TEXT]


def _mail(data: bytes) -> str:
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    told = [f"{name}: {_header(message, name)}" for name in _HEADERS if message.get(name)]
    return "\n".join([*told, "", _body(message)]).replace("\x00", "")


def _header(message: Message, name: str) -> str:
    try:
        parsed = policy.default.header_factory(name, " ".join(str(message[name]).split()))
    except (ValueError, IndexError, LookupError, MessageError):
        return str(message[name])
    return str(parsed)


def _body(message: Message) -> str:
    html = ""
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            return _decoded(part)
        if part.get_content_type() == "text/html" and not html:
            html = _TAGS.sub(" ", _decoded(part))
    return html


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")

"""Reading an e-mail from its bytes (RFC 5322, MIME). Bounded in parts, depth and size; nothing raises.

The library's oldest policy is used on purpose: the newer ones parse headers on reading them and
raise on what people really send. What is too deep or has too many parts stays one file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import collapse_rfc2231_value

from django.utils import timezone

from atrium.conversations.mail import headers_in as headers
from atrium.conversations.mail.flowed import unflowed
from atrium.conversations.mail.letters_in import File, Letter
from atrium.conversations.mail.reports import bounces_in, is_automatic
from atrium.conversations.mail.tnef import files_in
from atrium.foundation import files
from atrium.foundation.translation import gettext

LARGEST = 50 * 1024**2
MOST_PARTS = 300
MOST_FILES = 100
DEEPEST = 20
LONGEST_TEXT = 1_000_000
# More boundaries than any program writes: such a message is not taken apart at all.
MOST_BOUNDARIES = 200
MOST_LINES = 50_000
SHOWN_AS = {"text/plain", "text/html"}
TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
type Part = Message[str, str]


def parsed(data: bytes, now: datetime | None = None) -> Letter:
    """The e-mail that these bytes are, whatever they are."""
    now = now or timezone.now()
    whole, lacks = _taken_apart(data)
    found = headers.identifiers(headers.raw_header(whole, "Message-ID"))
    letter = Letter(
        message_id=found[0] if found else headers.made(data),
        in_reply_to=next(iter(headers.identifiers(headers.raw_header(whole, "In-Reply-To"))), ""),
        references=headers.identifiers(headers.raw_header(whole, "References"))[
            -headers.MOST_REFERENCES :
        ],
        subject=headers.header(whole, "Subject")[:900],
        parties=headers.parties(whole),
        at=headers.said_at(whole, now),
        size=len(data),
        lacks=lacks,
        automatic=is_automatic(whole),
        is_report=whole.get_content_type() == "multipart/report",
        from_list=any(whole.get(name) for name in ("List-Id", "List-Unsubscribe", "List-Post")),
    )
    if lacks:
        letter.files.append(File(name="message.eml", data=data))
        return letter
    letter.bounces = bounces_in(whole) if letter.is_report else []
    _read(whole, letter)
    return letter


def _taken_apart(data: bytes) -> tuple[Part, list[str]]:
    """The parts; of what nobody can have meant, the headers alone."""
    head = data.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0][:2_000_000]
    if len(data) > LARGEST:
        return message_from_bytes(head), [
            gettext("It is larger than {largest} MB.").format(largest=LARGEST // 1024**2)
        ]
    low = data.lower()
    if low.count(b"boundary=") > MOST_BOUNDARIES or data.count(b"\n--") > MOST_LINES:
        return message_from_bytes(head), [gettext("It has more parts than any e-mail.")]
    try:
        return message_from_bytes(data), []
    except (RecursionError, ValueError, LookupError, AttributeError):
        return message_from_bytes(head), [gettext("Its parts cannot be told apart.")]


def _read(whole: Part, letter: Letter) -> None:
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    seen = 0
    for seen, (part, kind, alternative) in enumerate(_leaves(whole, 0, in_choice=False)):
        if seen >= MOST_PARTS or len(letter.files) >= MOST_FILES:
            letter.lacks.append(gettext("It has more parts than are kept."))
            break
        is_text = kind in SHOWN_AS and not _is_file(part)
        if is_text and not (alternative and texts[kind]):
            texts[kind].append(_text(part, kind))
        elif kind == "text/calendar":
            data = _data(part)
            letter.calendars.append(data)
            if not alternative:
                letter.files.append(_file(part, kind, data))
        elif kind in TNEF:
            data = _data(part)
            letter.files += files_in(data) or [_file(part, kind, data)]
        elif not (letter.is_report and kind == "message/delivery-status"):
            letter.files.append(_file(part, kind, _data(part)))
    letter.text, letter.html = ("\n\n".join(texts[kind]) for kind in ("text/plain", "text/html"))
    if len(letter.text) > LONGEST_TEXT or len(letter.html) > LONGEST_TEXT:
        letter.lacks.append(gettext("Its text is longer than what is kept."))
        letter.text, letter.html = letter.text[:LONGEST_TEXT], letter.html[:LONGEST_TEXT]


def _leaves(part: Part, depth: int, *, in_choice: bool) -> Iterator[tuple[Part, str, bool]]:
    """The parts that hold something, with their type, and whether they are one way of several to say it."""
    kind = part.get_content_type()
    inside = part.get_payload() if part.is_multipart() else None
    if not isinstance(inside, list) or kind.startswith("message/") or depth >= DEEPEST:
        broken = kind.startswith("multipart/") and inside is None
        yield part, "text/plain" if broken else kind, in_choice
        return
    for one in inside:
        if isinstance(one, Message):
            chosen = in_choice or kind == "multipart/alternative"
            yield from _leaves(one, depth + 1, in_choice=chosen)


def _is_file(part: Part) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _text(part: Part, kind: str) -> str:
    text = headers.decoded(_data(part), part.get_content_charset()).replace("\r\n", "\n")
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    if kind == "text/plain" and flowed:
        return unflowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _data(part: Part) -> bytes:
    """What is in it, without its transfer encoding; of a message or of what is too deep, its own bytes."""
    try:
        if part.is_multipart():
            inside = part.get_payload()
            only = part.get_content_maintype() == "message" and isinstance(inside, list) and inside
            return only[0].as_bytes() if only else part.as_bytes()  # type: ignore[union-attr]
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        found = None
    if isinstance(found, bytes):
        return found
    return str(part.get_payload()).encode("utf-8", "replace")


def _name(part: Part) -> str:
    try:
        raw = part.get_param("filename", None, "content-disposition") or part.get_param("name")
        text = collapse_rfc2231_value(raw) if raw else ""
    except (ValueError, LookupError, TypeError):
        text = ""
    return headers.words(text)


def _file(part: Part, kind: str, data: bytes) -> File:
    endings = {"message/rfc822": "message.eml", "text/calendar": "invitation.ics"}
    by_main = {"text": "text.txt", "multipart": "message.eml", "image": "picture"}
    main = by_main.get(part.get_content_maintype(), "file.bin")
    otherwise = endings.get(kind, "winmail.dat" if kind in TNEF else main)
    if kind == "message/rfc822" and not _name(part):
        inner = part.get_payload()
        subject = headers.header(inner[0], "Subject") if isinstance(inner, list) and inner else ""  # type: ignore[arg-type]
        otherwise = f"{subject.replace('/', ' ')[:100]}.eml" if subject else otherwise
    content_id = headers.header(part, "Content-ID").strip("<> ")[:200]
    return File(name=files.name_of(_name(part), otherwise)[:200], data=data, content_id=content_id)

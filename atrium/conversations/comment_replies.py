"""Replies to mailed comments: the address they come back to, and what of a mail is the reply (B11).

The address carries a token of one member in one thread, signed and good for ninety days:
``reply+c1-2s-7-8xk-5f0c…@example.org``. Whoever holds it can do one thing: comment as that member,
from that member's own address, where they may still comment. It never leads to a client.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from atrium.conversations.richtext import plain
from atrium.foundation.translation import gettext

GOOD_FOR = timedelta(days=90)
ABOVE = "Write your reply above this line"
LONGEST = 20_000
_SALT = "atrium.conversations.comment_replies"
_SIGNS = 20
_PART = r"[0-9a-z]{1,13}"
_TOKEN = re.compile(rf"c({_PART})-({_PART})-({_PART})-({_PART})-([0-9a-f]{{{_SIGNS}}})")
_ADDRESSED = "To Cc Delivered-To X-Original-To Envelope-To".split()
# What stands above the quoted mail, as the mail programs of several languages write it.
_QUOTED = re.compile(
    rf"^.{{0,6}}{re.escape(ABOVE)}|^\s*>|^-{{2,}} ?(?:original message|ursprüngliche nachricht|message d'origine|"
    r"forwarded message)|^_{10,}\s*$|^(?:from|von|de|da): .+@|"
    r"^(?:on|am|le|il|el|op|den|em) .{4,200}(?:wrote|schrieb.*|a écrit|ha scritto|escribió|schreef.*|skrev.*|escreveu) ?:\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$")


class NotTaken(Exception):
    """Why a mail did not become a comment, in words."""


@dataclass(frozen=True)
class Token:
    """Whose reply in which thread."""

    organisation: int
    thread: int
    member: int
    until: date


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A reply as it came: the token of its address, who sent it, what it says above the quoted mail."""

    token: str
    sender: str
    text: str
    message_id: str = ""


def reply_address(*, organisation: int, thread: int, member: int) -> str:
    """Where the member answers to the thread; empty where the installation takes no replies."""
    box, _, host = settings.REPLY_TO.partition("@")
    if not host:
        return ""
    day = timezone.now().date() + GOOD_FOR
    keys = "-".join(int_to_base36(n) for n in (organisation, thread, member, day.toordinal()))
    return f"{box}+c{keys}-{_signed(keys)}@{host}"


def read_token(text: str) -> Token:
    """What the token says, if it is one of ours and still good; raises NotTaken."""
    found = _TOKEN.fullmatch(text.lower())
    if not found or not constant_time_compare(found[5], _signed("-".join(found.groups()[:4]))):
        raise NotTaken(gettext("Its address is none that was given out for a reply."))
    organisation, thread, member, day = (base36_to_int(part) for part in found.groups()[:4])
    token = Token(organisation, thread, member, date.fromordinal(day))
    if token.until < timezone.now().date():
        raise NotTaken(gettext("Its address was good for ninety days; answer in Atrium instead."))
    return token


def is_reply(message: EmailMessage) -> bool:
    """Whether a mail is addressed to a comment. Ask this first: such a mail is never filed elsewhere."""
    return bool(_token_in(message))


def reply_of(message: EmailMessage) -> Reply:
    """The reply that a mail is; raises NotTaken for what no person wrote, and for an empty one."""
    token = _token_in(message)
    if not token:
        raise NotTaken(gettext("It is addressed to no comment."))
    if _is_automatic(message):
        raise NotTaken(gettext("It was sent by a machine: an absence note, a bounce or a list."))
    text = above_the_quote(_text_of(message))
    if not text:
        raise NotTaken(gettext("It says nothing above the quoted mail."))
    return Reply(
        token=token,
        sender=parseaddr(str(message["From"] or ""))[1],
        text=text[:LONGEST],
        message_id=str(message["Message-ID"] or "").strip()[:300],
    )


def above_the_quote(text: str) -> str:
    """What was written anew, without the quoted mail and the signature."""
    kept: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\x00", "").split("\n")
    for at, line in enumerate(lines):
        # A long “On … wrote:” is broken into two lines by some programs.
        both = f"{line} {lines[at + 1]}" if at + 1 < len(lines) else line
        if _QUOTED.match(line) or (line[:1].isalpha() and _QUOTED.match(both)):
            break
        if _SIGNATURE.match(line):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _signed(keys: str) -> str:
    return salted_hmac(_SALT, keys, algorithm="sha256").hexdigest()[:_SIGNS]


def _token_in(message: EmailMessage) -> str:
    box, _, host = settings.REPLY_TO.lower().partition("@")
    fields = [str(value) for name in _ADDRESSED for value in message.get_all(name, [])]
    for _, address in getaddresses(fields):
        local, _, where = address.lower().partition("@")
        name, _, token = local.partition("+")
        if host and (name, where) == (box, host) and token:
            return token
    return ""


def _is_automatic(message: EmailMessage) -> bool:
    said = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    bulk = str(message.get("Precedence", "")).strip().lower() in {
        "bulk",
        "junk",
        "list",
        "auto_reply",
    }
    bounced = str(message.get("Return-Path", "x")).strip() == "<>"
    named = any(name in message for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
    report = message.get_content_type() in {"multipart/report", "message/delivery-status"}
    return said != "no" or bulk or bounced or named or report


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, ValueError):
        text = bytes(body.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return plain(text) if body.get_content_type() == "text/html" else text

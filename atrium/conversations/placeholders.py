"""What a template may leave open: a closed set of names, each replaced by words. Never a template engine."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.html import escape

from atrium.clients import lexicon

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

type Words = Callable[[Client, Member], object]

_OPEN = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def _name(client: Client, member: Member) -> object:
    return client.name


def _code(client: Client, member: Member) -> object:
    return client.code


def _writer(client: Client, member: Member) -> object:
    return member.name


def _organisation(client: Client, member: Member) -> object:
    return member.organisation.name


def _owner(client: Client, member: Member) -> object:
    return lexicon.of(member.organisation).members.get(client.owner_id or 0) or "nobody yet"


def _status(client: Client, member: Member) -> object:
    return lexicon.of(member.organisation).statuses[client.status_id]


def _today(client: Client, member: Member) -> object:
    return f"{member.organisation.today():%-d %B %Y}"


PLACEHOLDERS: dict[str, tuple[str, Words]] = {
    "client.name": ("The client's name", _name),
    "client.code": ("Its number, like C-0482", _code),
    "client.status": ("Its status", _status),
    "client.owner": ("Who owns it", _owner),
    "member.name": ("Who writes the note", _writer),
    "organisation.name": ("Your organisation", _organisation),
    "today": ("The day it is written", _today),
}


def unknown(html: str) -> list[str]:
    """A sentence for each placeholder that does not exist, with what was probably meant."""
    found = []
    for name in dict.fromkeys(match[1].strip() for match in _OPEN.finditer(html)):
        if name not in PLACEHOLDERS:
            words = re.sub(r"<[^>]*>", "", name)[:60]
            near = difflib.get_close_matches(words, PLACEHOLDERS, n=1, cutoff=0.5)
            meant = (
                f"did you mean {{{{{near[0]}}}}}?" if near else "choose one of those named below."
            )
            found.append(f"There is no {{{{{words}}}}}; {meant}")
    return found


def filled(html: str, *, client: Client, by: Member) -> str:
    """The text with every known placeholder replaced by words; unknown ones stay as written."""

    def words(match: re.Match[str]) -> str:
        known = PLACEHOLDERS.get(match[1].strip())
        return escape(str(known[1](client, by))) if known else match[0]

    return _OPEN.sub(words, html)

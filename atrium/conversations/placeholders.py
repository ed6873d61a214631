"""What a template may leave open: a closed set of names, each replaced by words. Never a template engine."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import escape

from atrium.clients import lexicon
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.models import Client, Contact
    from atrium.organisations.models import Member

_OPEN = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True)
class Filling:
    """For what a template is filled in: ``contact`` is whom a message goes to, where that is known."""

    client: Client
    member: Member
    contact: Contact | None = None


type Words = Callable[[Filling], object]


def _owner(filling: Filling) -> object:
    members = lexicon.of(filling.member.organisation).members
    return members.get(filling.client.owner_id or 0) or gettext("nobody yet")


def _status(filling: Filling) -> object:
    return lexicon.of(filling.member.organisation).statuses[filling.client.status_id]


def _contact(filling: Filling) -> object:
    return filling.contact.name if filling.contact else filling.client.name


def _given(filling: Filling) -> object:
    return (filling.contact and filling.contact.given_name) or _contact(filling)


def _today(filling: Filling) -> object:
    return f"{spoken(filling.member.organisation.today()):%-d %B %Y}"


PLACEHOLDERS: dict[str, tuple[str, Words]] = {
    "client.name": (gettext_lazy("The client's name"), lambda f: f.client.name),
    "client.code": (gettext_lazy("Its number, like C-0482"), lambda f: f.client.code),
    "client.status": (gettext_lazy("Its status"), _status),
    "client.owner": (gettext_lazy("Who owns it"), _owner),
    "member.name": (gettext_lazy("Who writes"), lambda f: f.member.name),
    "organisation.name": (gettext_lazy("Your organisation"), lambda f: f.member.organisation.name),
    "today": (gettext_lazy("The day it is written"), _today),
}
OF_MESSAGES = PLACEHOLDERS | {
    "contact.name": (
        gettext_lazy("Whom it goes to; the client, where that is nobody known"),
        _contact,
    ),
    "contact.given_name": (gettext_lazy("The same by the given name"), _given),
}


def unknown(html: str, known: Mapping[str, object] = PLACEHOLDERS) -> list[str]:
    """A sentence for each placeholder that does not exist, with what was probably meant."""
    found = []
    for name in dict.fromkeys(match[1].strip() for match in _OPEN.finditer(html)):
        if name not in known:
            words = re.sub(r"<[^>]*>", "", name)[:60]
            near = difflib.get_close_matches(words, known, n=1, cutoff=0.5)
            meant = (
                gettext("did you mean {{{{{near}}}}}?").format(near=near[0])
                if near
                else gettext("choose one of those named below.")
            )
            found.append(
                gettext("There is no {{{{{words}}}}}; {meant}").format(words=words, meant=meant)
            )
    return found


def filled(
    html: str, *, client: Client, by: Member, contact: Contact | None = None, plain: bool = False
) -> str:
    """The text with every known placeholder replaced by words; unknown ones stay as written.

    ``plain``: the text is no HTML, so the words go in as they are.
    """
    filling = Filling(client, by, contact)

    def words(match: re.Match[str]) -> str:
        known = OF_MESSAGES.get(match[1].strip())
        if known is None:
            return match[0]
        found = str(known[1](filling))
        return found if plain else escape(found)

    return _OPEN.sub(words, html)

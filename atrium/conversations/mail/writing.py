"""What somebody writes: to whom, about what, in which words. Nothing here saves or sends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import getaddresses
from typing import TYPE_CHECKING

from django.utils import timezone

from atrium.clients.models import Client
from atrium.clients.reach.asking import chosen
from atrium.clients.reach.words import Channel, Purpose
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, email
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.reach.deciding import Verdict
    from atrium.conversations.models.level import Level
    from atrium.conversations.models.party import Party

MOST_RECEIVERS = 100


def one_line(text: str, longest: int) -> str:
    """The text without line breaks and other signs that a header of a mail must not have."""
    kept = "".join(" " if unicodedata.category(sign)[0] in {"C", "Z"} else sign for sign in text)
    return " ".join(kept.split())[:longest]


@dataclass(frozen=True)
class Receiver:
    """Somebody a message goes to."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        """As it is typed: Ana Ruiz <ana@example.org>."""
        name = re.sub(r'[\\"]', "", self.name)
        if re.search(r"[^\w .'-]", name):
            name = f'"{name}"'
        return f"{name} <{self.address}>" if name else self.address


def receivers(text: str, name: str) -> list[Receiver]:
    """Those named in a line like ``Ana <ana@example.org>, bo@example.org``; refused at ``name``."""
    found: dict[str, Receiver] = {}
    line = one_line(text.replace(";", ","), 20_000).strip(", ")
    for called, address in getaddresses([line], strict=False) if line else []:
        try:
            mended = email.mend(address).address
        except FormatError as error:
            shown = address or called or line
            raise Refusal(
                gettext("“{shown}” is no e-mail address.").format(shown=shown[:80]), field=name
            ) from error
        found.setdefault(mended.casefold(), Receiver(mended, one_line(called, 200)))
    return list(found.values())


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a message.

    ``method`` is what a calendar does with it (RFC 5546: REQUEST, CANCEL); mail programs are then
    offered it beside the words too, so that they ask whether one comes.
    """

    name: str
    content: bytes
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A message as it was written. ``html`` is safe() already; ``level`` None: as the mailbox says.

    ``purpose`` is asked of those who do not want to be reached for everything; ``files`` go with a
    new message. ``typed`` is what stands in the lines of a draft that is still being written.
    """

    to: list[Receiver] = field(default_factory=list)
    cc: list[Receiver] = field(default_factory=list)
    bcc: list[Receiver] = field(default_factory=list)
    subject: str = ""
    html: str = ""
    level: Level | None = None
    purpose: Purpose = Purpose.GENERAL
    files: Sequence[Enclosure] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    def parties(self, client: Client) -> Iterable[Party]:
        """The receivers, each once, with the contacts they are.

        Refused, naming each of them, where somebody does not want to be written to (J11).
        """
        from atrium.conversations.models.party import Party  # noqa: PLC0415 - models write by this

        rows: dict[str, Party] = {}
        for kind, some in (("to", self.to), ("cc", self.cc), ("bcc", self.bcc)):
            for one in some:
                row = Party(kind=kind, address=one.address, name=one.name)
                rows.setdefault(one.address.casefold(), row)
        if not rows:
            return ()
        if len(rows) > MOST_RECEIVERS:
            raise Refusal(
                gettext("A message goes to at most {most} addresses.").format(most=MOST_RECEIVERS),
                field="to",
            )
        ways = frozenset({Channel.EMAIL})
        found = chosen(client, self.purpose, at=timezone.now(), channels=ways, emails=rows)
        if barred := [words_of(v) for v in found.answer.verdicts if not v.yes]:
            raise Refusal(gettext("Take out {barred}").format(barred=" ".join(barred)), field="to")
        for address, contact in found.contacts.items():
            rows[address].contact = contact
            rows[address].name = rows[address].name or one_line(contact.name, 200)
        return rows.values()


def words_of(verdict: Verdict) -> str:
    """Somebody and why they are not written to: "Ana Ruiz: Do not contact."."""
    return f"{verdict.party.name}: {verdict.reason}"

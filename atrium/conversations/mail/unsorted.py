"""What was not filed and why, and the senders nobody knows, as far as the reader sees them (X05, V01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from atrium.clients.models import Client
from atrium.conversations.mail.belonging import clients_of
from atrium.conversations.mail.parts import with_rows
from atrium.conversations.mail.sight import Seen, as_seen
from atrium.conversations.models import WAITS, Ignored, Message, Unfiled, Why
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

PAGE = 50
SENDERS = 200


@dataclass
class Stray:
    """A message that stands with no client, and why, in words."""

    seen: Seen
    at: datetime
    why: str
    because: str = ""


@dataclass
class Sender:
    """Somebody nobody knows, or several know, with their mail, the newest first."""

    address: str
    name: str
    strays: list[Stray] = field(default_factory=list)
    shared_by: list[Client] = field(default_factory=list)

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass
class Unsorted:
    """The page of it: who waits for an answer to who they are; the rest by its reason."""

    senders: list[Sender]
    strays: list[Stray]
    ignored: list[Ignored]
    why: str
    earlier: str

    @classmethod
    def read(cls, member: Member, query: Mapping[str, str]) -> Unsorted:
        """As the address asks for it; what it cannot be read from asks for everything."""
        rows = Unfiled.objects.visible_to(member).with_sender()
        waiting = waiting_for(member)
        why = query.get("why", "")
        rest = rows.exclude(pk__in=waiting.values("pk")).order_by("-at", "-id")
        if why in Why.values:
            rest = rest.filter(why=why)
        before = query.get("before", "")
        if fits(before):
            last = Unfiled.objects.filter(pk=int(before)).first()
            older = Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk) if last else Q()
            rest = rest.filter(older)
        page = list(rest[: PAGE + 1])
        shown = _shown(member, page[:PAGE])
        earlier = f"why={why}&before={page[PAGE - 1].pk}" if len(page) > PAGE else ""
        return cls(
            senders=_senders(member, list(waiting[:SENDERS])),
            strays=[shown[row.pk] for row in page[:PAGE] if row.pk in shown],
            ignored=list(Ignored.objects.all()) if member.can(Can.MAIL_SEND) else [],
            why=why,
            earlier=earlier,
        )


def waiting_for(member: Member) -> QuerySet[Unfiled]:
    """What waits until somebody says who its sender is, as far as the member sees it, the newest first."""
    rows = Unfiled.objects.visible_to(member).filter(why__in=WAITS).with_sender()
    return rows.heeded().order_by("-at", "-id")


def _senders(member: Member, rows: list[Any]) -> list[Sender]:
    shown = _shown(member, rows)
    found: dict[str, Sender] = {}
    for row in rows:
        stray = shown.get(row.pk)
        if stray is None or not row.sender:
            continue
        one = found.setdefault(row.sender, Sender(row.sender, ""))
        one.strays.append(stray)
        one.name = one.name or (stray.seen.sender.name if stray.seen.sender else "")
    _name_sharers(member, found)
    return list(found.values())


def _name_sharers(member: Member, found: dict[str, Sender]) -> None:
    """Of those whom several clients have, the clients that the member may see."""
    having = {key: some for key, some in clients_of(found).items() if some}
    every = {key for some in having.values() for key in some}
    seen = Client.objects.visible_to(member).filter(pk__in=every)
    clients = {client.pk: client for client in seen}
    for key, some in having.items():
        found[key].shared_by = [clients[one] for one in sorted(some) if one in clients]


def _shown(member: Member, rows: list[Any]) -> dict[int, Stray]:
    """Each with its message at the member's level, by one door."""
    keys = {row.message_id: row for row in rows}
    found = with_rows(Message.objects.visible_to(member).filter(pk__in=keys))
    local = member.organisation.local
    strays: dict[int, Stray] = {}
    for message in found:
        row = keys[message.pk]
        seen = as_seen(message, message.seen)
        strays[row.pk] = Stray(seen, local(message.at), _words(row, seen), row.because)
    return strays


def _words(row: Any, seen: Seen) -> str:
    address = seen.sender.address if seen.sender else ""
    if row.why == Why.UNKNOWN and address:
        return gettext("No client has the address {address}").format(address=address)
    if row.why == Why.SHARED and address:
        return gettext("Several clients have the address {address}").format(address=address)
    return str(row.get_why_display())

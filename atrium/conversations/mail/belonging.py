"""To which clients an e-mail belongs, on what ground, and if to none, why (R12, X05)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from atrium.clients.models import Client, Link, Point
from atrium.clients.models.client_queryset import HIDDEN, State
from atrium.clients.models.point import PointKind
from atrium.conversations.mail.letters_in import Letter
from atrium.conversations.mail.ours import Ours
from atrium.conversations.models import FiledBy, Filing, Message, Why
from atrium.foundation.registry import Registry

type Numbered = Callable[[str], Iterable[Client]]
NUMBERS: Registry[Numbered] = Registry()
_NUMBER = re.compile(r"\[C-0*([0-9]{1,9})\]", re.IGNORECASE)
MOST = 20


def reads_numbers(numbered: Numbered) -> Numbered:
    """Add a way to find clients by what stands in the subject, such as the number of a job."""
    NUMBERS.add(f"{numbered.__module__}.{numbered.__qualname__}", numbered)
    return numbered


@reads_numbers
def by_number(subject: str) -> Iterable[Client]:
    """The clients whose numbers stand in the subject in square brackets, like [C-0482]."""
    numbers = [int(found) for found in _NUMBER.findall(subject)[:MOST]]
    rows = Client.objects.exclude(state__in=HIDDEN)
    return rows.filter(number__in=numbers) if numbers else ()


@dataclass
class Belonging:
    """The clients, each with its ground; ``why`` there is none."""

    clients: dict[int, FiledBy] = field(default_factory=dict)
    why: Why | None = None


def belonging(letter: Letter, answered: Iterable[Message], ours: Ours) -> Belonging:
    """Where the message is filed: by what it answers, by a number in its subject, by its addresses."""
    found: dict[int, FiledBy] = {}
    filed = Filing.objects.filter(message__in=[message.pk for message in answered])
    found |= dict.fromkeys(filed.values_list("client", flat=True)[:MOST], FiledBy.REPLY)
    for numbered in NUMBERS:
        for client in numbered(letter.subject):
            found.setdefault(client.pk, FiledBy.NUMBER)
    outside = [party.key for party in letter.parties if party.address not in ours]
    having = clients_of(outside)
    for some in having.values():
        # An address that several have says nothing, unless one of them is known otherwise.
        if len(some) == 1:
            found.setdefault(next(iter(some)), FiledBy.ADDRESS)
    if found and not letter.is_report:
        return Belonging(found)
    return Belonging(why=_why(letter, outside, ours, shared=any(having.values())))


def _why(letter: Letter, outside: list[str], ours: Ours, *, shared: bool) -> Why:
    sender = letter.sender
    grounds = {
        Why.REPORT: letter.is_report,
        Why.NOBODY: sender is None,
        Why.COLLEAGUE: not outside,
        Why.SHARED: shared,
        Why.AUTOMATIC: letter.automatic,
        Why.LIST: letter.from_list,
        Why.UNKNOWN: sender is not None and sender.address not in ours,
    }
    return next((why for why, holds in grounds.items() if holds), Why.COLLEAGUE)


def clients_of(addresses: Iterable[str]) -> dict[str, set[int]]:
    """Who has each address: the client itself or one of its people, where none has it now who once had.

    Archived clients count as those of former times do.
    """
    keys = list(dict.fromkeys(addresses))[:200]
    points = Point.objects.filter(kind=PointKind.EMAIL, normal__in=keys)
    direct = points.filter(client__isnull=False).exclude(client__state__in=HIDDEN)
    rows = [
        (key, client, state == State.LIVE)
        for key, client, state in direct.values_list("normal", "client", "client__state")
    ]
    people = dict[int, list[str]]()
    for key, contact in points.filter(contact__isnull=False).values_list("normal", "contact"):
        people.setdefault(contact, []).append(key)
    links = Link.objects.filter(contact__in=people).exclude(client__state__in=HIDDEN)
    for contact, client, ended, state in links.values_list(
        "contact", "client", "ended_on", "client__state"
    ):
        now = ended is None and state == State.LIVE
        rows += [(key, client, now) for key in people[contact]]
    found: dict[str, set[int]] = {key: set() for key in keys}
    for wanted in (True, False):
        for key in [key for key, some in found.items() if not some]:
            found[key] = {client for at, client, now in rows if at == key and now == wanted}
    return found

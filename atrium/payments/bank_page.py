"""The page of the bank: entries by what became of them, with what each may be for (V10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.billing.models import Payment
from atrium.clients.models import Client
from atrium.foundation.formats import money
from atrium.foundation.numbers import fits
from atrium.organisations.models import Member
from atrium.payments.gathering import Look, look
from atrium.payments.known_payments import Back, come_back, recorded
from atrium.payments.matching.judging import Level, Suggestion
from atrium.payments.models import BankBooking, BankEntry, BankFile, EntryState, Returned

EACH = 20
LATEST_FILES = 5
MOST_COUNTED = 1000
MOST_LOOKED_AT = 50
RECENT = timedelta(days=60)


@dataclass(frozen=True)
class Offer:
    """A suggestion as it is drawn: whose, which invoices with the part for each, what is left over."""

    suggestion: Suggestion
    client: Client
    parts: list[tuple[str, str, str]]
    fields: list[tuple[str, int]]
    left: str

    @property
    def is_certain(self) -> bool:
        return self.suggestion.level == Level.CERTAIN

    @property
    def amount(self) -> int:
        """What it books, in minor units."""
        return self.suggestion.left + sum(part for _, part in self.suggestion.parts)


@dataclass(frozen=True)
class Booked:
    """A payment that an entry was booked as; ``client`` is None where the member does not see it."""

    code: str
    shown: str
    client: Client | None
    is_return: bool = False


@dataclass
class Line:
    """An entry as the page draws it."""

    entry: BankEntry
    offers: list[Offer] = field(default_factory=list)
    booked: list[Booked] = field(default_factory=list)
    next: str = ""
    recorded: list[Payment] = field(default_factory=list)
    returns: list[Back] = field(default_factory=list)

    @property
    def is_certain(self) -> bool:
        """Whether it may be booked at once: nobody recorded the same money by hand."""
        return self.best is not None and self.best.is_certain and not self.recorded

    @property
    def best(self) -> Offer | None:
        return self.offers[0] if self.offers else None


@dataclass
class Page:
    """A page of entries in one state, the newest first."""

    state: EntryState
    lines: list[Line]
    counts: dict[EntryState, int]
    more: str
    files: list[BankFile]
    came_back: int

    @property
    def pills(self) -> list[tuple[EntryState, int]]:
        return [(state, self.counts[state]) for state in EntryState]

    @property
    def certain(self) -> list[Line]:
        """Those that may be booked at once."""
        return [line for line in self.lines if line.is_certain]


def page(member: Member, state: str = "", after: str = "") -> Page:
    """The page that an address asks for; what cannot be read of it is the beginning."""
    wanted = EntryState(state) if state in EntryState.values else EntryState.OPEN
    rows = BankEntry.objects.filter(state=wanted)
    if (place := _place(after)) is not None:
        rows = rows.filter(TupleLessThan(Tuple(F("booked_on"), F("id")), place))
    found = list(rows.select_related("account", "decided_by").newest_first()[: EACH + 1])
    shown = found[:EACH]
    last = f"{shown[-1].booked_on.isoformat()}:{shown[-1].pk}" if len(found) > EACH else ""
    counts = {
        each: BankEntry.objects.filter(state=each).order_by()[:MOST_COUNTED].count()
        for each in EntryState
    }
    files = BankFile.objects.select_related("taken_by").order_by("-id")[:LATEST_FILES]
    lines, back = lines_of(shown, member), _came_back(member)
    return Page(wanted, lines, counts, last, list(files), back)


def _came_back(member: Member) -> int:
    """How many of the latest entries that went out look like returned payments."""
    since = member.organisation.today() - RECENT
    rows = BankEntry.objects.filter(state=EntryState.OUT, booked_on__gte=since)
    found = come_back(list(rows.newest_first()[:MOST_LOOKED_AT]), member)
    return sum(1 for offers in found.values() if offers)


def lines_of(entries: Sequence[BankEntry], member: Member) -> list[Line]:
    """The entries with what they may be for, or were booked as."""
    seen = look(entries, member)
    booked, hand, back = (
        _bookings(entries, member),
        recorded(entries, member),
        come_back(entries, member),
    )
    after = [*(str(entry.public_id) for entry in entries[1:]), ""][: len(entries)]
    return [
        Line(
            entry=entry,
            offers=[_offer(each, seen) for each in seen.by_entry.get(entry.pk, [])],
            booked=booked.get(entry.pk, []),
            next=following,
            recorded=hand.get(entry.pk, []),
            returns=back.get(entry.pk, []),
        )
        for entry, following in zip(entries, after, strict=True)
    ]


def _offer(suggestion: Suggestion, seen: Look) -> Offer:
    parts = seen.parts(suggestion)
    currency = parts[0][0].currency
    return Offer(
        suggestion=suggestion,
        client=seen.clients[suggestion.client],
        parts=[
            (str(invoice), str(invoice.public_id), invoice.shown(amount))
            for invoice, amount in parts
        ],
        fields=[(str(invoice.public_id), amount) for invoice, amount in parts],
        left=money.shown(suggestion.left, currency) if suggestion.left else "",
    )


def _bookings(entries: Sequence[BankEntry], member: Member) -> dict[int, list[Booked]]:
    keys = [entry.pk for entry in entries if entry.state == EntryState.BOOKED]
    if not keys:
        return {}
    rows: Any = BankBooking.objects.filter(entry__in=keys).select_related("payment__client")
    back: Any = Returned.objects.filter(entry__in=keys).select_related("payment__client")
    found = [*rows, *back]
    clients = {booking.payment.client_id for booking in found}
    seen = set(
        Client.objects.visible_to(member).filter(pk__in=clients).values_list("pk", flat=True)
    )
    told: dict[int, list[Booked]] = {}
    for booking in found:
        payment = booking.payment
        payment.organisation = payment.client.organisation = member.organisation
        client = payment.client if payment.client_id in seen else None
        is_return = isinstance(booking, Returned)
        amount = booking.amount if is_return else payment.amount
        one = Booked(payment.code, payment.shown(amount), client, is_return)
        told.setdefault(booking.entry_id, []).append(one)
    return told


def _place(text: str) -> tuple[date, int] | None:
    day, _, key = text.partition(":")
    try:
        return (date.fromisoformat(day), int(key)) if fits(key) else None
    except ValueError:
        return None

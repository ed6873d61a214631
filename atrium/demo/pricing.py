"""The price lists of the demo organisations, and what some of their clients agreed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from atrium.prices.events import PriceAgreed
from atrium.prices.models import AgreedPrice, Item, TaxRate
from atrium.timeline.models import Event

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.demo.world import shapes
    from atrium.organisations.models import Member, Organisation

# Code, name, unit, price in minor units.
_LISTS: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    "harbour": (
        ("CALL", "Call-out, first hour", "C62", 95_00),
        ("FIT-H", "Fitter", "HUR", 62_00),
        ("ELEC-H", "Electrician", "HUR", 68_00),
        ("APPR-H", "Apprentice", "HUR", 31_00),
        ("KM", "Van, per kilometre", "KMT", 55),
        ("BOIL-S", "Boiler service", "C62", 118_00),
        ("BOIL-30", "Boiler Hestley Combi 30", "C62", 1_284_00),
        ("PUMP-11", "Heat pump Nordvane AW 11", "C62", 6_940_00),
        ("CU-12", "Consumer unit, 12 ways", "C62", 236_50),
        ("PIPE-22", "Copper pipe 22 mm", "MTR", 9_85),
        ("TEST", "Electrical safety report", "C62", 165_00),
        ("WASTE", "Waste removal", "LS", 45_00),
    ),
    "northlight": (
        ("PERM", "Permanent placement, fixed fee", "C62", 7_500_00),
        ("TEMP-H", "Temporary worker", "HUR", 34_80),
        ("SEARCH", "Executive search, retainer", "MON", 4_200_00),
        ("AD", "Job advertisement, four weeks", "C62", 680_00),
        ("ASSESS", "Assessment day", "DAY", 1_450_00),
        ("REF", "Reference check", "C62", 120_00),
        ("WORK", "Interview workshop", "DAY", 1_900_00),
        ("TRAVEL", "Travel", "KMT", 45),
    ),
    "okapi": (
        ("DEV", "Entwicklung", "HUR", 98_00),
        ("PM", "Projektleitung", "HUR", 112_00),
        ("DES", "Gestaltung", "HUR", 92_00),
        ("SUP", "Wartungsvertrag", "MON", 390_00),
        ("HOST", "Hosting", "MON", 48_00),
        ("TRAIN", "Schulung", "DAY", 1_180_00),
        ("AUDIT", "Sicherheitsprüfung", "LS", 2_650_00),
        ("TEXT", "Text und Redaktion", "HUR", 78_00),
    ),
}
_EVERY = 7
_FIRST = 2
_STEP = Decimal(20)


def price(
    world: shapes.World,
    organisation: Organisation,
    members: dict[str, Member],
    clients: dict[int, Client],
) -> None:
    """A price list, and agreements with one client in seven: prices, discounts, steps."""
    by = members["owner"]
    [rate, *_] = TaxRate.provide(organisation, by=None)
    items = [
        Item.add(by=by, code=code, name=name, unit=unit, price_minor=amount, tax=rate)
        for code, name, unit, amount in _LISTS[world.slug]
    ]
    chosen = [clients[told.number] for told in world.clients if told.number % _EVERY == _FIRST]
    today = organisation.today()
    made = [
        one
        for turn, client in enumerate(client for client in chosen if not client.is_archived)
        for one in _agreed(client, items, today, turn)
    ]
    AgreedPrice.objects.bulk_create(made, batch_size=200)
    Event.objects.bulk_create(_told(one, by) for one in made)


def _agreed(client: Client, items: list[Item], today: date, turn: int) -> Iterator[AgreedPrice]:
    begin = date(today.year, 1, 1)
    item, other = items[turn % len(items)], items[(turn + 3) % len(items)]
    fixed = AgreedPrice(client=client, item=item, currency=item.currency, valid_from=begin)
    fixed.amount = item.price_minor * 92 // 100
    yield fixed
    if turn % 2 == 0:
        steps = AgreedPrice(client=client, item=item, currency=item.currency, valid_from=begin)
        steps.amount, steps.from_quantity = item.price_minor * 85 // 100, _STEP
        yield steps
        last = today - timedelta(days=40)
        before = AgreedPrice(client=client, item=other, percent=Decimal(10), valid_to=last)
        before.valid_from = last - timedelta(days=200)
        yield before
    if turn % 3 == 0:
        everything = AgreedPrice(client=client, percent=Decimal(3), valid_from=begin)
        everything.for_group = turn % 2 == 0
        yield everything


def _told(price: AgreedPrice, by: Member) -> Event:
    """Told on the day it began, or when the client came."""
    client, story = price.client, PriceAgreed(item=price.subject, terms=price.terms)
    begin = datetime.combine(price.valid_from, time(9, 12), UTC)
    return Event(
        client=client,
        at=min(max(begin, client.created_at + timedelta(minutes=20)), client.active_at),
        kind=story.code,
        strand=story.strand,
        actor=by,
        subject_model=price._meta.label_lower,
        subject_id=price.pk,
        particulars=story.particulars(),
        text=story.text(),
    )

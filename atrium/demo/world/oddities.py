"""Clients that try a system: twins, near misses, families of firms, extremes, and records somebody typed in a hurry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from atrium.demo.world.builder import mail
from atrium.demo.world.phones import Exchange
from atrium.demo.world.shapes import Client, Contact, Point, Preferences, Relation

if TYPE_CHECKING:
    import random

    from atrium.demo.world.builder import Builder
    from atrium.demo.world.people import Registry
    from atrium.demo.world.recipe import Recipe

CROWD, BUSY = 60, 400
DEFECTS = 10
LAST_BY_HAND = 12


def rows(text: str) -> list[list[str]]:
    """Lines of cells parted by bars."""
    return [
        [cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()
    ]


def reserved(recipe: Recipe) -> set[str]:
    """Names given out by hand, so that chance does not draw them."""
    odd = recipe.specials
    found = {odd.right_to_left, odd.long, odd.crowd, odd.busy, odd.empty}
    found |= {name for row in rows(recipe.twins) + rows(recipe.misses) for name in row[1:3]}
    return {name.casefold() for name in found | {row[0] for row in rows(recipe.kin)}}


def raw(registry: Registry, first: int) -> list[Client]:
    """All odd clients, numbered from `first`, before anything has happened with them."""
    found = _extremes(registry, first)
    found += _families(registry, first + len(found))
    recipe = registry.b.recipe
    for text in (recipe.twins, recipe.misses):
        for kind, one, two, shared in rows(text):
            number = first + len(found)
            make = registry.company if kind == "company" else registry.individual
            a = make(number, 0, name=one)
            b = _sharing(registry.b.rng, a, make(number + 1, 0, name=two), shared)
            twin = text is recipe.twins
            found += [
                a,
                replace(b, duplicate_of=number) if twin else replace(b, near_miss_of=number),
            ]
    return found


def _sharing(rng: random.Random, a: Client, b: Client, shared: str) -> Client:
    """`b` with what it has in common with `a`: phone, email, address, tax; in other spelling."""
    points = []
    for point in a.points:
        if point.kind == "phone" and "phone" in shared:
            digits = "".join(point.value.split()).replace("+44", "0044").replace("+49", "0049")
            points.append(replace(point, value=digits, preferred=False))
        if point.kind == "email" and "email" in shared:
            value = point.value.title() if rng.random() < 0.3 else point.value
            points.append(replace(point, value=value))
    if "phone" in shared or "email" in shared:
        b = replace(b, points=tuple(points))
    if "address" in shared:
        lines = tuple(
            line.replace("Street", "St").replace("straße", "str.").replace("Road", "Rd")
            for line in a.locations[0].lines
        )
        b = replace(b, locations=(replace(a.locations[0], lines=lines),))
    return replace(b, tax_id=a.tax_id) if "tax" in shared and a.tax_id else b


def _families(registry: Registry, first: int) -> list[Client]:
    """Groups of companies: each subsidiary points to its parent."""
    found: list[Client] = []
    numbers: dict[str, int] = {}
    for name, parent, city, industry in rows(registry.b.recipe.kin):
        number = numbers[name] = first + len(found)
        client = registry.company(number, 0, name=name, city=city, industry=industry)
        found.append(
            replace(client, relations=(Relation("parent", numbers[parent]),) if parent else ())
        )
    return found


def _extremes(registry: Registry, first: int) -> list[Client]:
    """One client each: written from right to left, a very long name, many contacts, a long past, nothing at all."""
    odd, b = registry.b.recipe.specials, registry.b
    rtl, long, crowd, busy, empty = (
        replace(registry.company(first + index, 0, name=name), special=special)
        for index, (name, special) in enumerate(
            ((odd.right_to_left, "right to left"), (odd.long, "long name"), (odd.crowd, "many contacts"),
             (odd.busy, "busy"), (odd.empty, "empty"))
        )
    )  # fmt: skip
    domain = registry.domain("alwaha")
    people = tuple(
        Contact(given, family, "Owner" if index == 0 else "Manager", ("decision maker",) if index == 0 else ("billing",),
                (mail(f"contact{index + 1}@{domain}", preferred=True),), primary=index == 0)
        for index, (given, family) in enumerate(odd.right_to_left_people)
    )  # fmt: skip
    rtl = replace(
        rtl,
        contacts=people,
        points=b.reach(rtl.locations[0].city, domain),
        website=f"https://www.{domain}",
    )
    trade = next(trade for trade in b.recipe.trades if trade.industry == crowd.industry)
    home = crowd.locations[0].city
    crowd = replace(crowd, contacts=registry.staff(trade, home, registry.domain(odd.crowd), CROWD))
    return [rtl, replace(long, legal_name=""), crowd, busy, empty]


def bare(b: Builder, client: Client, born: float) -> Client:
    """The client with nothing but what the database insists on."""
    status, owner = b.recipe.statuses[0].name, "owner"
    return Client(
        client.number, client.kind, client.name, b.clock.at(born), status, owner,
        special="empty", preferences=Preferences(),
    )  # fmt: skip


def spoil(b: Builder, clients: list[Client]) -> list[Client]:
    """The clients, ten ordinary ones with the marks of hurried typing or with something important missing."""
    plain = [
        index for index, client in enumerate(clients)
        if not client.special and client.duplicate_of is None and client.near_miss_of is None and not client.relations
        and client.locations and client.number > LAST_BY_HAND
    ]  # fmt: skip
    chosen = b.rng.sample(plain, DEFECTS)
    for turn, index in enumerate(chosen):
        clients[index] = _spoilt(b.exchange, clients[index], turn)
    return clients


def _spoilt(exchange: Exchange, client: Client, turn: int) -> Client:
    """The client with defect number `turn`."""
    city = client.locations[0].city
    if turn < 2:
        return replace(client, special="no way to reach", points=(), contacts=())
    if turn < 4:
        return replace(client, special="no address", locations=())
    if turn < 6:
        value = ("accounts..team@lookalike.example", "reception at frontdesk.example")[turn - 4]
        return replace(
            client, special="bad e-mail", points=(Point("email", value, "Office", bad=True),)
        )
    if turn < 8:
        number = exchange.number(city) or exchange.number("GB")
        value = (f"{number} (after 6, ask for Sam)", f"tel. {number.replace(' ', '-')}")[turn - 6]
        return replace(
            client, special="bad phone", points=(Point("phone", value, "Office", bad=True),)
        )
    place = client.locations[0]
    worse = (
        place.postcode.replace(" ", "").lower() + "?" if turn == 8 else place.postcode[:-1] + "O0"
    )
    spoilt = replace(place, postcode=worse, bad=True)
    return replace(client, special="bad postcode", locations=(spoilt, *client.locations[1:]))

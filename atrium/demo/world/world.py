"""Makes a whole demo organisation from its recipe, the same one for the same seed."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from atrium.demo.world import oddities
from atrium.demo.world.builder import Builder
from atrium.demo.world.clock import Clock
from atrium.demo.world.harbour import HARBOUR
from atrium.demo.world.lives import Biographer
from atrium.demo.world.northlight import NORTHLIGHT
from atrium.demo.world.okapi import OKAPI
from atrium.demo.world.people import Registry
from atrium.demo.world.phones import Exchange
from atrium.demo.world.shapes import Client, Relation, World
from atrium.demo.world.stories import Teller

if TYPE_CHECKING:
    from atrium.demo.world.recipe import Recipe

RECIPES = {recipe.slug: recipe for recipe in (HARBOUR, NORTHLIGHT, OKAPI)}
SIZE = 200
HOUSEHOLDS_AFTER = 24


def world(slug: str, seed: int = 0, now: dt.datetime | None = None) -> World:
    """The demo organisation `slug` (harbour, northlight or okapi) as it looks at `now`, an aware instant.

    The same slug, seed and now give an equal world; a later now moves the whole world along.
    Raises KeyError for another slug.
    """
    recipe = RECIPES[slug]
    rng = random.Random(f"{slug}/{seed}")
    clock = Clock(now or dt.datetime.now(dt.UTC), ZoneInfo(recipe.timezone))
    b = Builder(recipe, clock, rng, Exchange(rng))
    return World(
        slug=recipe.slug, name=recipe.name, currency=recipe.currency, timezone=recipe.timezone, country=recipe.country,
        tagline=recipe.tagline, members=recipe.members, teams=recipe.teams, statuses=recipe.statuses, tags=recipe.tags,
        location_types=recipe.location_types, contact_roles=recipe.contact_roles, fields=recipe.fields,
        clients=_numbered(_clients(recipe, b)),
    )  # fmt: skip


def _clients(recipe: Recipe, b: Builder) -> list[Client]:
    """All clients with provisional numbers: by hand, odd, related, then ordinary ones up to the full count."""
    stars = recipe.stars(b)
    registry = Registry(b)
    registry.taken |= {star.name.casefold() for star in stars} | oddities.reserved(recipe)
    registry.domains |= {
        star.website.removeprefix("https://www.") for star in stars if star.website
    }
    biographer = Biographer(b, Teller(recipe, b.rng))
    rest = oddities.raw(registry, len(stars) + 1)
    number = len(stars) + len(rest)
    while number < SIZE:
        number += 1
        person = b.rng.random() < recipe.individuals
        rest.append(registry.individual(number, 0) if person else registry.company(number, 0))
    return oddities.spoil(
        b, [biographer.remember(star) for star in stars] + _lived(biographer, rest)
    )


def _lived(biographer: Biographer, clients: list[Client]) -> list[Client]:
    """The clients with their pasts: a few very busy, most quiet (Pareto), the busiest seen last."""
    rng, lived = biographer.b.rng, []
    order = list(range(len(clients)))
    rng.shuffle(order)
    # Households call now and then; it is firms that fill pages.
    busy = [index for index in order if clients[index].kind == "company"][:HOUSEHOLDS_AFTER]
    order = busy + [index for index in order if index not in busy]
    for rank, index in enumerate(order):
        client = clients[index]
        share = rank / len(clients)
        latest = 2.05 + share**2.2 * 420 + rng.random()
        events = round(75 / (rank + 1) ** 0.8) + rng.randint(0, 2)
        born = latest + rng.uniform(20, 300) + rng.random() ** 2 * 1200
        if client.special == "busy":
            latest, events, born = 2.02, oddities.BUSY - 1, 1900.4
        if client.special == "empty":
            lived.append(oddities.bare(biographer.b, client, born))
            continue
        if client.duplicate_of is not None:
            events = min(events, 4)
        client = replace(client, created=biographer.b.clock.at(born))
        lived.append(biographer.live(client, born, latest, events))
    return lived


def _numbered(clients: list[Client]) -> tuple[Client, ...]:
    """The clients numbered from 1 in the order in which they were created."""
    ordered = sorted(clients, key=lambda client: (client.created, client.number))
    new = {client.number: number for number, client in enumerate(ordered, 1)}
    return tuple(
        replace(
            client,
            number=new[client.number],
            relations=tuple(
                Relation(relation.kind, new[relation.number]) for relation in client.relations
            ),
            duplicate_of=None if client.duplicate_of is None else new[client.duplicate_of],
            near_miss_of=None if client.near_miss_of is None else new[client.near_miss_of],
        )
        for client in ordered
    )

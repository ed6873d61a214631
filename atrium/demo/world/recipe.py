"""What sets one demo organisation apart: its people, its words and its customs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atrium.demo.world.builder import Builder
    from atrium.demo.world.shapes import Client, Field, Member, Status, Tag, Team


@dataclass(frozen=True, slots=True)
class Trade:
    """An industry: how its firms are called (slots w, f, g, n, city, d), whom one speaks to, how many sites."""

    industry: str
    names: tuple[str, ...]
    jobs: tuple[tuple[str, str], ...]
    sites: tuple[int, ...] = (1, 1, 1, 2, 2, 3)


@dataclass(frozen=True, slots=True)
class Specials:
    """The odd clients every organisation has exactly one of."""

    right_to_left: str
    right_to_left_people: tuple[tuple[str, str], ...]
    long: str
    crowd: str
    busy: str
    empty: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything `world` needs to make one organisation and its ordinary clients.

    Stories are lines `K text`: K is G general, M meeting, S service, R special requirement, with + for companies only
    and - for individuals only. Twins and misses are lines `kind | first name | second name | what they share`.
    Kin are lines `name | parent or nothing | city | industry`.
    """

    slug: str
    name: str
    currency: str
    symbol: str
    timezone: str
    country: str
    tagline: str
    members: tuple[Member, ...]
    teams: tuple[Team, ...]
    statuses: tuple[Status, ...]
    paths: Mapping[str, tuple[str, ...]]
    weights: tuple[int, ...]
    tags: tuple[Tag, ...]
    firm_tags: frozenset[str]
    fields: tuple[Field, ...]
    location_types: tuple[str, ...]
    contact_roles: tuple[str, ...]
    cities: Mapping[str, int]
    individuals: float
    trades: tuple[Trade, ...]
    legal_forms: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]
    stories: str
    tails: str
    tasks: str
    slots: Mapping[str, tuple[str, ...]]
    hold_reasons: tuple[str, ...]
    flag_reasons: tuple[str, ...]
    custom: Mapping[str, tuple[str, ...]]
    site_labels: tuple[str, ...]
    twins: str
    misses: str
    kin: str
    specials: Specials
    stars: Callable[[Builder], list[Client]]

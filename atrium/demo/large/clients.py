"""The clients of a large organisation with what hangs on each: ways to reach it, place, tags, people."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from atrium.clients import models as rows
from atrium.clients.models import Point
from atrium.demo.large.sheet import Sheet, reserve
from atrium.demo.world import names, places
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold

STREETS = 40
# One client in 50 is archived, one in 100 restricted: those with these remainders.
ARCHIVED, RESTRICTED = 7, 11
YES = True
# So many contacts have companies, in turn.
PEOPLE = (1, 0, 2, 1, 0, 1, 3, 0)
SOURCES = ("", "", "Recommendation", "Website", "Fair", "Newspaper")
INDUSTRIES = ("", "", "Property", "Retail", "Hospitality", "Health", "Manufacturing")
JOBS = ("Director", "Office manager", "Accounts", "Site lead", "Buyer")

type Row = tuple[str, str, str, str, str, str, int, int, tuple[int, ...]]
type Stamp = Callable[[int], str]


@dataclass(frozen=True)
class Words:
    """The keys of the organisation's own words, in order."""

    statuses: list[int]
    tags: list[int]
    types: list[int]
    roles: list[int]


def write_clients(  # noqa: PLR0913 - each is made by another step
    made: Iterable[Row], count: int, words: Words, members: list[int], *, first: int, rng: random.Random,
    created: Stamp, active: Stamp,
) -> int:  # fmt: skip
    """Write the clients, whose keys begin with ``first``; the number of contacts they have.

    ``created`` and ``active`` say when the client at a place came and when something last happened.
    """
    people = _People(count, words, rng)
    streets = {
        city: [places.street(rng, found) for _ in range(STREETS)]
        for city, found in places.CITIES.items()
    }
    # Hashes only: two that agree by chance make a client a namesake that is none, which harms nobody.
    called: set[int] = set()
    statuses, tags, own = words.statuses, words.tags, len(members)
    with (
        Sheet(rows.Client, "id", "number", "kind", "name", "name_key", "given_name", "family_name",
              "industry", "came_from", "since", "status_id", "owner_id", "restricted", "state",
              "state_since", "created_at", "active_at", "namesake") as clients,
        Sheet(rows.Contact, "id", "name", "name_key", "given_name", "family_name", "created_at") as contacts,
        Sheet(rows.Link, "id", "client_id", "contact_id", "job_title", "is_primary", "began_on", "created_at",
              after=(clients, contacts)) as links,
        Sheet(rows.LinkRole, "link_id", "role_id", after=(links,)) as roles,
        Sheet(rows.Point, "client_id", "contact_id", "kind", "value", "normal", "label", "preferred", "sound",
              after=(clients, contacts)) as points,
        Sheet(rows.Location, "client_id", "type_id", "street", "city", "region", "postcode",
              "country", "is_default", "created_at", after=(clients,)) as locations,
        Sheet(rows.Tagging, "client_id", "tag_id", "created_at", after=(clients,)) as taggings,
        Sheet(rows.Assignment, "client_id", "member_id", "role", "created_at", after=(clients,)) as team,
        Sheet(rows.Favourite, "client_id", "member_id", "created_at", after=(clients,)) as stars,
    ):  # fmt: skip
        for place, (name, kind, email, phone, city, postcode, _, status, marks) in enumerate(made):
            key, came = first + place, created(place)
            given, _, family = name.partition(" ") if kind == "individual" else ("", "", "")
            owner = members[place % own] if place % 9 else None
            archived, restricted = place % 50 == ARCHIVED, place % 100 == RESTRICTED
            called_by = hash(name_key := fold(name)[:400])
            second = called_by in called and not archived
            called.add(called_by)
            clients.add(
                key, place + 1, kind, name, name_key, given, family, INDUSTRIES[place % len(INDUSTRIES)],
                SOURCES[place % len(SOURCES)], came[:10], statuses[status % len(statuses)], owner, restricted,
                int(archived), came if archived else None, came, active(place), second,
            )  # fmt: skip
            points.add(key, None, "email", email, email, "Work", YES, YES)
            shown, dialled, sound = telephone(phone)
            points.add(key, None, "phone", shown, dialled, "Office", YES, sound)
            where = places.CITIES[city]
            locations.add(key, words.types[place % len(words.types)], streets[city][place % STREETS], city,
                          where.region, postcode, where.country, YES, came)  # fmt: skip
            for mark in marks:
                taggings.add(key, tags[mark % len(tags)], came)
            if restricted or place % 10 == 1:
                team.add(key, members[(place // 10) % own], "Account manager", came)
            if place < own * STREETS:
                stars.add(key, members[place % own], came)
            if kind == "company":
                domain = email.partition("@")[2]
                for turn, (first_name, last_name, contact, link) in enumerate(people.of(place)):
                    whole = f"{first_name} {last_name}"
                    contacts.add(contact, whole, fold(whole), first_name, last_name, came)
                    job = JOBS[contact % len(JOBS)]
                    links.add(link, key, contact, job, turn == 0, came[:10], came)
                    roles.add(link, words.roles[contact % len(words.roles)])
                    box = f"{names.plain(first_name)}.{contact}@{domain}"
                    points.add(None, contact, "email", box, box, "Work", YES, YES)
    return people.met


@lru_cache(maxsize=65_536)
def telephone(dialled: str) -> tuple[str, str, bool]:
    """A number as people read it, as machines dial it, and whether it is one."""
    point = Point(kind="phone")
    try:
        point.read(dialled, country="GB")
    except (Refusal, FormatError):
        return dialled, dialled, False
    return point.value, point.normal, True


class _People:
    """The contacts of companies: some have none, most one, few several."""

    def __init__(self, clients: int, words: Words, rng: random.Random) -> None:
        self.given = " ".join(names.GIVEN.values()).split()
        self.family = " ".join(names.FAMILY.values()).split()
        self.roles, self.rng = words.roles, rng
        most = clients * max(PEOPLE)
        self.contact, self.link = reserve(rows.Contact, most), reserve(rows.Link, most)
        self.met = 0

    def of(self, place: int) -> Iterator[tuple[str, str, int, int]]:
        """The people of the company at a place: given name, family name, contact's key, link's."""
        for _ in range(PEOPLE[place % len(PEOPLE)]):
            yield self.rng.choice(self.given), self.rng.choice(self.family), self.contact, self.link
            self.contact, self.link, self.met = self.contact + 1, self.link + 1, self.met + 1

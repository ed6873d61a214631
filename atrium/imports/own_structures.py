"""The lists of an own export, entry by entry: what does not fit is left out or kept as it came."""

from __future__ import annotations

from typing import Any

from atrium.clients.models import Point
from atrium.clients.places import SITE_NOTES
from atrium.clients.reach.words import BARS
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import country as countries
from atrium.imports.content import Reach
from atrium.imports.own_export import REACH
from atrium.imports.reading.on_earth import as_kept

_CHANNELS = frozenset(dict(BARS))


def text_of(one: dict[str, Any], name: str, longest: int | None = None) -> str:
    """The text under ``name``; empty where there is none."""
    text = one.get(name)
    return text.strip()[:longest] if isinstance(text, str) else ""


def reach_of(one: dict[str, Any], country: str) -> Reach | None:
    """A way to reach someone as it is kept; one that no check accepts stays as it came."""
    kind, value = text_of(one, "kind"), text_of(one, "value", 500)
    if kind not in REACH or not value:
        return None
    point = Point(kind=kind, value=value, normal=value, sound=False)
    try:
        point.read(value, country=country)
    except Refusal:
        point.sound = False
    preferred = one.get("preferred") is True and not point.sound
    return Reach(kind, point.value, point.normal, text_of(one, "label", 60), point.sound, preferred)


def bars_of(said: Any) -> dict[str, str]:
    """Channels that are closed, each with its reason."""
    pairs = said.items() if isinstance(said, dict) else ()
    return {c: str(reason)[:500] for c, reason in pairs if c in _CHANNELS}


def place_of(one: dict[str, Any]) -> dict[str, Any]:
    """An address of a client as the plan keeps it."""
    found = countries.find(text_of(one, "country"))
    place: dict[str, Any] = {
        "street": text_of(one, "street"),
        "city": text_of(one, "city", 120),
        "region": text_of(one, "region", 120),
        "postcode": text_of(one, "postcode", 20),
        "country": found.code if found else "",
        "type": text_of(one, "type", 60),
        "label": text_of(one, "label", 120),
        "notes": text_of(one, "notes"),
        "coordinates": as_kept(text_of(one, "coordinates")),
    }
    site = one.get("site_notes")
    if isinstance(site, dict):
        place["site_notes"] = {slug: str(text) for slug, text in site.items() if slug in SITE_NOTES}
    return place

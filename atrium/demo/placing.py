"""What people must know of the demo's places, and where its clients are served."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from zlib import crc32

from atrium.clients import models as rows

VISITED = frozenset({"service", "site"})
_NOTES = (
    {"key_safe": "Left of the meter cupboard; the code is with the office"},
    {
        "dog": "Bramble, a loud and friendly spaniel. Ring first",
        "parking": "Residents only before 18:00",
    },
    {"access": "Side gate, then the bell marked Workshop", "hours": "Mon to Fri, 7:30 to 16:00"},
    {"hazard": "Asbestos board behind the boiler; do not drill"},
    {"access": "Concierge holds the keys, ask for flat keys by number"},
)


# The middle of each town, in degrees north and east.
_TOWNS = {
    "Berlin": (52.507, 13.404),
    "Bordeaux": (44.841, -0.575),
    "Bristol": (51.462, -2.588),
    "Dublin": (53.345, -6.268),
    "Frankfurt am Main": (50.112, 8.686),
    "Hamburg": (53.556, 9.975),
    "Köln": (50.942, 6.945),
    "London": (51.518, -0.078),
    "Lyon": (45.757, 4.837),
    "Manchester": (53.472, -2.244),
    "München": (48.141, 11.572),
    "Paris": (48.866, 2.361),
    "Strasbourg": (48.579, 7.756),
    "Warszawa": (52.226, 21.008),
}
_SPREAD = 0.05


def on_earth(town: str, street: str) -> dict[str, Decimal]:
    """Coordinates around the middle of the town; one place in eight is not on the map yet."""
    drawn = crc32(street.encode())
    if town not in _TOWNS or drawn % 8 == 0:
        return {}
    north, east = _TOWNS[town]
    off = (drawn >> 8 & 255) / 255 - 0.5, (drawn >> 16 & 255) / 255 - 0.5
    return {
        "latitude": Decimal(f"{north + off[0] * _SPREAD:.6f}"),
        "longitude": Decimal(f"{east + off[1] * 2 * _SPREAD:.6f}"),
    }


def site_notes(kind: str, turn: int) -> dict[str, str]:
    """What people who go to one place in three must know."""
    return _NOTES[turn // 3 % len(_NOTES)] if kind in VISITED and turn % 3 == 0 else {}


def areas(places: list[rows.Location]) -> Iterator[rows.ServiceArea]:
    """Clients with several service addresses are served around the first of them, and by postcode."""
    served: dict[int, list[rows.Location]] = {}
    for place in places:
        if place.type.visited:
            served.setdefault(place.client_id, []).append(place)
    for some in served.values():
        if len(some) > 2:  # noqa: PLR2004 - fewer need no area
            codes = sorted({place.postcode.split(" ")[0] for place in some if place.postcode})
            yield rows.ServiceArea(client=some[0].client, label="Weekly round", postcodes=codes)
            yield rows.ServiceArea(
                client=some[0].client, label="Call-outs", around=some[0], radius=10, unit="mi"
            )

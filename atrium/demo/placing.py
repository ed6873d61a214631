"""What people must know of the demo's places, and where its clients are served."""

from __future__ import annotations

from collections.abc import Iterator

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

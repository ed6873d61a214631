"""All places of a client as a table: for those with many (R06)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atrium.clients.models import Location, LocationType, ServiceArea
from atrium.clients.portrait import Portrait
from atrium.foundation.formats.names import fold
from atrium.foundation.numbers import fits

if TYPE_CHECKING:
    from atrium.organisations.middleware import MemberRequest

MOST_ROWS = 500


@dataclass(frozen=True)
class PlaceTable:
    """The locations that the filters leave, and the areas of service."""

    rows: list[Location]
    total: int
    q: str
    type: int
    types: list[tuple[LocationType, int]]
    areas: list[ServiceArea]

    @property
    def is_mapped(self) -> bool:
        """Whether a map has something to show."""
        return any(place.coordinates for place in self.rows)


def table(request: MemberRequest, portrait: Portrait) -> PlaceTable:
    """The table that the address asks for: ``q`` words of the address, ``type`` its kind."""
    q = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    chosen = request.GET.get("type", "")
    wanted = int(chosen) if fits(chosen) else 0
    places = portrait.locations
    words = fold(q).split()
    rows = [
        place
        for place in places
        if wanted in {0, place.type_id} and all(word in _text(place) for word in words)
    ]
    used = {place.type_id for place in places}
    return PlaceTable(
        rows=rows,
        total=len(places),
        q=q,
        type=wanted,
        types=[
            (kind, sum(place.type_id == key for place in places))
            for key, kind in portrait.words.location_types.items()
            if key in used
        ],
        areas=_areas(portrait),
    )


def _text(place: Location) -> str:
    return fold(" ".join([place.line, place.label, place.notes, *place.site_notes.values()]))


def _areas(portrait: Portrait) -> list[ServiceArea]:
    places = {place.pk: place for place in portrait.locations}
    areas = list(ServiceArea.objects.filter(client=portrait.client)[:MOST_ROWS])
    for area in areas:
        area.around = places.get(area.around_id or 0)
    return areas

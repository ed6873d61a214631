"""Where an address of a file is on the earth."""

from __future__ import annotations

from typing import Any

from atrium.foundation.formats import FormatError, coordinates


def as_kept(text: str) -> str:
    """The coordinates as the plan of an import keeps them; empty for none and for what are none."""
    try:
        return str(coordinates.parse(text)) if text else ""
    except FormatError:
        return ""


def columns(place: dict[str, Any]) -> dict[str, Any]:
    """What a location keeps of the coordinates of a planned place."""
    text = as_kept(place.get("coordinates", ""))
    at = coordinates.parse(text) if text else None
    return {"latitude": at.latitude, "longitude": at.longitude} if at else {}

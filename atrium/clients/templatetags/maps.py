"""A map beside a list."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("clients/map.html")
def map_of(of: str, label: str) -> dict[str, Any]:
    """A map of what has ``data-at`` within the list ``of`` (a selector); ``label`` names it."""
    return {"of": of, "label": label, "tiles": settings.MAP_TILES, "credit": settings.MAP_CREDIT}

"""A world's own words as rows of the lexicon."""

from __future__ import annotations

from typing import Any

from atrium.clients.provision import REACHED_FOR, RECEIVES
from atrium.demo.placing import VISITED
from atrium.demo.world import shapes

_TYPE_ICONS = {"billing": "credit-card", "service": "wrench", "mailing": "mailbox"}


def statuses(world: shapes.World) -> list[dict[str, Any]]:
    return [
        {
            "label": status.name,
            "tone": status.tone,
            "is_default": status.name == "Active",
            "is_closed": status.tone in {"neutral", "bad"},
        }
        for status in world.statuses
    ]


def tags(world: shapes.World) -> list[dict[str, Any]]:
    return [{"label": tag.name, "hue": tag.hue} for tag in world.tags]


def location_types(world: shapes.World) -> list[dict[str, Any]]:
    return [
        {
            "label": kind.capitalize(),
            "icon": _TYPE_ICONS.get(kind, "map-pin"),
            "visited": kind in VISITED,
            "receives": RECEIVES.get(kind.capitalize(), ""),
        }
        for kind in world.location_types
    ]


def contact_roles(world: shapes.World) -> list[dict[str, Any]]:
    roles = [role.capitalize() for role in world.contact_roles]
    return [{"label": role, "reached_for": REACHED_FOR.get(role, "")} for role in roles]

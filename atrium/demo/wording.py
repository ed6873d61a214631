"""A world's own words as rows of the lexicon."""

from __future__ import annotations

from typing import Any

from atrium.clients.models.contact_role import ReachedFor
from atrium.clients.models.location_type import Receives
from atrium.demo.placing import VISITED
from atrium.demo.world import shapes

_RECEIVES = {"mailing": Receives.LETTERS, "billing": Receives.BILLS}
_REACHED_FOR = {"billing": ReachedFor.BILLING, "emergency": ReachedFor.EMERGENCY}
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
            "receives": _RECEIVES.get(kind, ""),
        }
        for kind in world.location_types
    ]


def contact_roles(world: shapes.World) -> list[dict[str, Any]]:
    return [
        {"label": role.capitalize(), "reached_for": _REACHED_FOR.get(role.lower(), "")}
        for role in world.contact_roles
    ]

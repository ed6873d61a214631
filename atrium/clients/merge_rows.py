"""Rows of places and links as a merge compares them."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from atrium.clients.merge_rules import PARTS
from atrium.clients.models import Link, LinkRole, Location


def referred_to(places: list[Any]) -> set[int]:
    """The keys of those that service areas, equipment and the like are at."""
    found: set[int] = set()
    for part in PARTS:
        model = apps.get_model(part.label)
        if model._meta.get_field(part.field).related_model is Location:
            at = model._base_manager.filter(**{f"{part.field}__in": [row.pk for row in places]})
            found |= set(at.values_list(part.field, flat=True))
    return found


def door(row: Any) -> Any:
    """What two addresses have alike where they are the same door."""
    parts = (row.street, row.city, row.region, row.postcode, row.country)
    bare = tuple(" ".join(part.casefold().split()) for part in parts)
    return (row.type_id, row.label, row.notes, *bare)


def roles_of(links: list[Link]) -> dict[int, set[int]]:
    """The keys of the roles that each link gives."""
    found: dict[int, set[int]] = {}
    given = LinkRole.objects.filter(link__in=[link.pk for link in links])
    for link, role in given.values_list("link_id", "role_id"):
        found.setdefault(link, set()).add(role)
    return found

"""The orders of the list of clients, and the places in them where pages begin and end."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from atrium.clients.attributes import Attribute, attribute_named
from atrium.clients.field_sort import Keys
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can


@dataclass(frozen=True)
class Sort:
    """An order with an index (organisation, state, column, id) of its own.

    What is ``walked`` instead are rows beside the clients, in the order of what they hold: an
    instant, or a number.
    ``needs`` and ``scope`` are what a member and a token must have to know the order.
    """

    slug: str
    label: str
    field: str
    newest_first: bool = False
    attribute: Attribute | None = None
    walked: Callable[[Organisation], Keys] | None = None
    holds: type = datetime
    needs: Can | None = None
    scope: str = ""

    def is_for(self, member: Member) -> bool:
        """Whether the member may know the order."""
        return self.needs is None or member.can(self.needs)

    def keys(self, organisation: Organisation) -> Keys | None:
        """The rows beside the clients that say the order, where it is none of their own columns."""
        if self.attribute is not None:
            return Keys.of(self.attribute, organisation)
        return self.walked(organisation) if self.walked else None

    @property
    def kind(self) -> type | tuple[type, ...]:
        """What its values are in a cursor."""
        if self.attribute is not None:
            held = (float, int) if self.attribute.sort.numeric else (str,)
            return *held, type(None)
        if self.field in {"name_key", "industry"}:
            return str
        if self.walked is not None:
            return self.holds, type(None)
        return {"number": int, "completeness": int}.get(self.field, datetime)

    @classmethod
    def named(cls, slug: str, member: Member) -> Sort:
        """The order that an address means; by name where it means none that the member may ask for."""
        found = None if slug in SORTS else attribute_named(member, slug)
        if found is not None and found.is_sortable:
            if found.stands:
                return cls(slug, found.label, found.stands)
            return cls(slug, found.label, "", attribute=found, scope=found.scope)
        known = SORTS.get(slug)
        return known if known is not None and known.is_for(member) else SORTS["name"]


SORTS = {
    sort.slug: sort
    for sort in (
        Sort("name", gettext_lazy("Name"), "name_key"),
        Sort("number", gettext_lazy("Number"), "number"),
        Sort("active", gettext_lazy("Recent activity"), "active_at", newest_first=True),
        Sort("complete", gettext_lazy("Least complete"), "completeness"),
        Sort("created", gettext_lazy("Added"), "created_at", newest_first=True),
    )
}


def sort_by(sort: Sort) -> None:
    """Let lists be sorted by what another app keeps."""
    SORTS[sort.slug] = sort


@dataclass(frozen=True)
class Place:
    """Where a page begins or ends: the sort value and the key of a row."""

    value: Any
    key: int

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        text = json.dumps([value, self.key], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, sort: Sort) -> Place | None:
        """The place that ``text`` names; None for anything else, which is the first page."""
        padded = text[:2000] + "=" * (-len(text[:2000]) % 4)
        try:
            value, key = json.loads(base64.urlsafe_b64decode(padded))
        except (ValueError, binascii.Error, TypeError):
            return None
        kind = sort.kind
        if (kind is datetime or sort.walked) and isinstance(value, str):
            value = _instant(value)
        fits = isinstance(value, kind) and isinstance(key, int) and 0 <= key < 2**63
        if not fits or (isinstance(value, int) and not -(2**63) <= value < 2**63):
            return None
        return cls(value, key)


def _instant(text: str) -> datetime | None:
    try:
        read = parse_datetime(text)
    except ValueError:
        return None
    return read if read and read.tzinfo else None

"""Kinds of entry that an app divides further: notes by what they are about (J13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from atrium.foundation.registry import Registry
from atrium.timeline.kinds import KINDS

if TYPE_CHECKING:
    from atrium.timeline.models.event import EventQuerySet

MARK = "~"


@dataclass(frozen=True)
class Sort:
    """Some of the events of one kind. ``chosen`` answers which, when they are asked for."""

    kind: str
    slug: str
    label: str
    chosen: Callable[[], Q]

    @property
    def code(self) -> str:
        """What the URL says: the kind and the sort, as in note.written~meeting."""
        return f"{self.kind}{MARK}{self.slug}"


SORTS: Registry[Sort] = Registry()


def sort(kind: str, slug: str, label: str, chosen: Callable[[], Q]) -> None:
    """Let people choose these events of the kind by themselves. Put it into client_page.py."""
    found = Sort(kind, slug, label, chosen)
    SORTS.add(found.code, found)


def is_kind(code: str) -> bool:
    """Whether there is such a kind, or such a sort of one."""
    return code in KINDS or code in SORTS


def narrowed(events: EventQuerySet, code: str) -> EventQuerySet:
    """Those of the kind or sort; all where there is none such."""
    if code in KINDS:
        return events.filter(kind=code)
    if code in SORTS:
        sort = SORTS[code]
        return events.filter(sort.chosen(), kind=sort.kind)
    return events

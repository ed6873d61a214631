"""A changed setting in words, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atrium.organisations.permissions import Can
from atrium.timeline.models import Change, Operation

# What is said of a changed field; the rest (hashes, keys, times) tells a reader nothing.
_TOLD = {
    "name",
    "label",
    "role",
    "base_role",
    "networks",
    "job_title",
    "country",
    "currency",
    "timezone",
    "language",
    "list_style",
    "hidden_tabs",
    "detail_roles",
    "second_person",
    "shows_presence",
    "outdated_after",
    "logs_views",
    "views_kept_days",
    "months",
    "required",
    "subject",
    "color",
    "tone",
}


@dataclass(frozen=True)
class Told:
    """One changed field, in words."""

    field: str
    before: str
    after: str


def told_of(changes: Iterable[Change]) -> list[Told]:
    """Which fields changed, as far as it tells a reader something."""
    return [
        Told(name.replace("_", " ").capitalize(), *_both(name, change))
        for change in changes
        if change.operation == Operation.UPDATE and change.before
        for name in change.before
        if name in _TOLD or (name == "allowed" and change.model == "organisations.ownrole")
    ]


def _both(name: str, change: Change) -> tuple[str, str]:
    """A field before and after; of what a role may, only what differs."""
    before, after = (change.before or {})[name], (change.after or {}).get(name)
    if name != "allowed":
        return _words(before), _words(after)
    sets = [set(str(text or "").split()) for text in (before, after)]
    gone, come = sets[0] - sets[1], sets[1] - sets[0]
    labels = [[can.label for can in Can if can in part] for part in (gone, come)]
    return _words(labels[0]), _words(labels[1])


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        value = [f"{name}: {said}" for name, said in sorted(value.items())]
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")

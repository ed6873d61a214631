"""A changed setting in words, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.permissions import Can
from atrium.timeline.models import Change, Operation

# What is said of a changed field; the rest (hashes, keys, times) tells a reader nothing.
_TOLD = {
    "name": gettext_lazy("Name"),
    "label": gettext_lazy("Label"),
    "role": gettext_lazy("Role"),
    "base_role": gettext_lazy("Base role"),
    "networks": gettext_lazy("Networks"),
    "job_title": gettext_lazy("Job title"),
    "country": gettext_lazy("Country"),
    "currency": gettext_lazy("Currency"),
    "timezone": gettext_lazy("Time zone"),
    "language": gettext_lazy("Language"),
    "list_style": gettext_lazy("List style"),
    "hidden_tabs": gettext_lazy("Hidden tabs"),
    "detail_roles": gettext_lazy("Detail roles"),
    "second_person": gettext_lazy("Second person"),
    "shows_presence": gettext_lazy("Shows presence"),
    "outdated_after": gettext_lazy("Outdated after"),
    "logs_views": gettext_lazy("Logs views"),
    "views_kept_days": gettext_lazy("Views kept days"),
    "months": gettext_lazy("Months"),
    "required": gettext_lazy("Required"),
    "subject": gettext_lazy("Subject"),
    "color": gettext_lazy("Color"),
    "tone": gettext_lazy("Tone"),
    "allowed": gettext_lazy("Allowed"),
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
        Told(str(_TOLD[name]), *_both(name, change))
        for change in changes
        if change.operation == Operation.UPDATE and change.before
        for name in change.before
        if name in _TOLD and (name != "allowed" or change.model == "organisations.ownrole")
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
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        value = [f"{name}: {said}" for name, said in sorted(value.items())]
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")

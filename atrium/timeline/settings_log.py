"""Who changed what in the settings, read from the change journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from atrium.organisations.permissions import Can
from atrium.timeline.models import Act, Change

PAGE = 50
_LOGGED = {
    "organisations.organisation",
    "organisations.member",
    "organisations.ownrole",
    "organisations.invitation",
    "organisations.team",
    "organisations.teammember",
}
# What is said of a changed field; the rest (hashes, keys, times) tells a reader nothing.
_TOLD = {
    "name",
    "role",
    "base_role",
    "networks",
    "job_title",
    "country",
    "currency",
    "timezone",
    "list_style",
    "hidden_tabs",
    "shows_presence",
    "outdated_after",
    "logs_views",
    "views_kept_days",
}


def logs_settings(*labels: str) -> None:
    """Show the acts on these models ("app.model"), which are about no client, in the settings log."""
    _LOGGED.update(labels)


@dataclass(frozen=True)
class Told:
    """One changed field, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One act of the log."""

    act: Act
    told: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A page of the log, newest first; ``older`` is where the next one begins."""

    entries: list[Entry]
    older: int | None


def page(before: int | None = None) -> Page:
    """The acts older than ``before``, the key of a change."""
    changes = (
        Change.objects.filter(model__in=_LOGGED, client=None)
        .select_related("act__actor")
        .order_by("-id")
    )
    some = list(changes.filter(id__lt=before)[: PAGE + 1] if before else changes[: PAGE + 1])
    shown = some[:PAGE]
    entries = [
        Entry(act, _told(list(group)))
        for act, group in groupby(shown, key=lambda change: change.act)
    ]
    return Page(entries, shown[-1].pk if len(some) > PAGE else None)


def _told(changes: list[Change]) -> list[Told]:
    return [
        Told(name.replace("_", " ").capitalize(), *_both(name, change))
        for change in changes
        if change.operation == "U" and change.before
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
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")

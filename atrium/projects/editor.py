"""The fields of a project that are changed in place, each saved by itself (C08)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from atrium.clients import lexicon
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.projects.checking import ChangedMeanwhile
from atrium.projects.models import Project


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field: ``entered`` is what its input holds, ``value`` reads what was typed into it."""

    name: str
    label: str
    icon: str
    column: str
    input: str
    empty: str
    entered: Callable[[Project], str]
    value: Callable[[str], Any]

    def save(self, project: Project, data: QueryDict, *, by: Member) -> None:
        """What was typed, unless somebody changed it since it was read; Refusal as of the verb."""
        typed = data.get("original" if data.get("resolve") == "original" else "value", "")
        was = data.get("was", self.entered(project))
        if was != self.entered(project):
            raise ChangedMeanwhile
        value, now = self.value(typed), getattr(project, self.column)
        project.edit(by=by, was={self.column: now}, **{self.column: value})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError as error:
        msg = gettext("Write the day like 2026-11-24.")
        raise Refusal(msg, field="due_on") from error


FIELDS = {
    field.name: field
    for field in (
        Field(
            name="title",
            label=gettext_lazy("Title"),
            icon="type",
            column="title",
            input="text",
            empty=gettext_lazy("Add a title"),
            entered=lambda project: project.title,
            value=str,
        ),
        Field(
            name="due",
            label=gettext_lazy("Due date"),
            icon="calendar-clock",
            column="due_on",
            input="date",
            empty=gettext_lazy("Add a due date"),
            entered=lambda project: f"{project.due_on or ''}",
            value=_day,
        ),
        Field(
            name="link",
            label=gettext_lazy("Link"),
            icon="link",
            column="link",
            input="url",
            empty=gettext_lazy("Add a link"),
            entered=lambda project: project.link,
            value=str,
        ),
    )
}


def digest(project: Project) -> str:
    """Names the description as it stands, so that a change meanwhile is noticed."""
    return hashlib.sha256(project.html.encode()).hexdigest()[:16]


def describe(project: Project, html: str, *, was: str, by: Member) -> None:
    """Save the description; ChangedMeanwhile where it is not the one that ``was`` read."""
    if was != digest(project):
        raise ChangedMeanwhile
    project.edit(by=by, was={"html": project.html}, html=html)


def staff(project: Project, data: QueryDict, *, by: Member) -> None:
    """Set who manages it, or who else works on it, as the form says by their keys."""
    members = lexicon.of(project.client.organisation).members
    if "manager" in data:
        project.staff(by=by, manager=_named(members, data.get("manager", "")))
        return
    chosen = [_named(members, key) for key in data.getlist("associate")]
    manager = members.get(project.manager_id or 0)
    project.staff(by=by, manager=manager, associates=[one for one in chosen if one])


def _named(members: dict[int, Member], key: str) -> Member | None:
    found = members.get(int(key)) if fits(key) else None
    if key and found is None:
        msg = gettext("Choose somebody who works here.")
        raise Refusal(msg, field="manager")
    return found

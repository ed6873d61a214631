"""What is done to one project or to many at once, in one act with one Undo (C10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from atrium.clients.models import Client
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.projects.events import (
    ProjectBinned,
    ProjectDelivered,
    ProjectUnbinned,
    ProjectUndelivered,
)
from atrium.projects.models.uploads import bin_folders, unbin_folders
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.projects.models.project import Project
    from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class Deed:
    """``label`` names its act and ``done`` says it, of {what}; ``needless`` says that a project is so already."""

    slug: str
    label: str
    done: str
    values: Callable[[Member | None], dict[str, Any]]
    needless: Callable[[Project], bool]
    story: Callable[[Project], Kind]
    from_bin: bool = False
    folders: Callable[[list[Project], Acting], None] | None = None


@dataclass
class Outcome:
    """What became of each: those it was done to, and those that were left with the reason."""

    done: list[Project] = field(default_factory=list)
    left: list[tuple[Project, str]] = field(default_factory=list)


def _taken_up(project: Project) -> Kind:
    return ProjectUndelivered(project=str(project), column=str(project.column))


def _stands(project: Project) -> bool:
    return project.binned_at is None


DELIVER = Deed(
    slug="deliver",
    label=gettext_lazy("Delivered {what}"),
    done=gettext_lazy("Delivered {what}."),
    values=lambda by: {"delivered_at": timezone.now(), "delivered_by": by},
    needless=lambda project: project.is_delivered,
    story=lambda project: ProjectDelivered(project=str(project)),
)
UNDELIVER = Deed(
    slug="undeliver",
    label=gettext_lazy("Took up again {what}"),
    done=gettext_lazy("Took up again {what}."),
    values=lambda _by: {"delivered_at": None, "delivered_by": None},
    needless=lambda project: not project.is_delivered,
    story=_taken_up,
)
BIN = Deed(
    slug="bin",
    label=gettext_lazy("Deleted {what}"),
    done=gettext_lazy("Deleted {what}."),
    values=lambda _by: {"binned_at": timezone.now()},
    needless=lambda _project: False,
    story=lambda project: ProjectBinned(project=str(project)),
    folders=bin_folders,
)
UNBIN = Deed(
    slug="unbin",
    label=gettext_lazy("Brought back {what}"),
    done=gettext_lazy("Brought back {what}."),
    values=lambda _by: {"binned_at": None},
    needless=_stands,
    story=lambda project: ProjectUnbinned(project=str(project)),
    from_bin=True,
    folders=unbin_folders,
)
DEEDS = {deed.slug: deed for deed in (DELIVER, UNDELIVER, BIN, UNBIN)}


def perform(deed: Deed, projects: Iterable[Project], *, by: Member | None) -> Outcome:
    """Do it to all of them that can take it, in one act; nothing is said of those that are so already."""
    chosen = list(projects)
    outcome = Outcome()
    if not chosen:
        return outcome
    what = (
        str(chosen[0])
        if len(chosen) == 1
        else ngettext("{count} project", "{count} projects", len(chosen)).format(count=len(chosen))
    )
    rows = type(chosen[0]).objects.filter(pk__in=[one.pk for one in chosen])
    with acting(by=by, label=deed.label.format(what=what)) as act:
        # Their clients first, as every verb does: what is told waits for them.
        keys = {one.client_id for one in chosen}
        act.lock_many(Client.objects.filter(pk__in=keys).order_by("pk").only("pk", "organisation"))
        locked = act.lock_many(rows.select_related("client__organisation", "column").order_by("pk"))
        able: list[Project] = []
        for row in locked:
            reason = _obstacle(deed, row)
            if reason:
                outcome.left.append((row, reason))
            elif not deed.needless(row):
                able.append(row)
        outcome.done = act.change_many(able, **deed.values(by))
        if deed.folders is not None:
            deed.folders(outcome.done, act)
        act.record_many((deed.story(row), row.client, row) for row in outcome.done)
    return outcome


def _obstacle(deed: Deed, project: Project) -> str:
    """Why it cannot be done to this one; empty where it can."""
    if project.client.is_archived:
        return gettext("{client} is archived. Restore it first.").format(client=project.client)
    if project.purged_at is not None:
        return gettext("{code} was deleted for good after 30 days.").format(code=project.code)
    if project.binned_at is not None and not deed.from_bin:
        return gettext("{code} was deleted meanwhile; bring it back first.").format(
            code=project.code
        )
    return ""

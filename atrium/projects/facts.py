"""Projects as cards and lines show them: with who works on them, by one statement more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from atrium.calendar.facts import day_words
from atrium.clients import lexicon
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.projects.models import Associate, Project

MOST_FACES = 3


@dataclass(frozen=True)
class Line:
    """A project as it is listed: its people, when it is due, and whether that is past."""

    project: Project
    url: str
    due: str
    is_late: bool
    delivered: str
    manager: Member | None
    associates: list[Member] = field(default_factory=list)
    cover: str = ""

    @property
    def faces(self) -> list[Member]:
        """Those who are drawn, who manages it first."""
        return self._all[:MOST_FACES]

    @property
    def hidden(self) -> int:
        return max(len(self._all) - MOST_FACES, 0)

    @property
    def _all(self) -> list[Member]:
        return ([self.manager] if self.manager else []) + self.associates

    @property
    def said(self) -> str:
        """What a card says of itself to who cannot see it."""
        parts = [self.project.code, self.project.client.name]
        if self.due:
            words = gettext("overdue since {day}") if self.is_late else gettext("due {day}")
            parts.append(words.format(day=self.due))
        parts += (
            [gettext("managed by {manager}").format(manager=self.manager.name)]
            if self.manager
            else []
        )
        return ", ".join(parts)


def lines_of(projects: Iterable[Project], member: Member) -> list[Line]:
    """The projects as lines; their clients are those that were fetched with them."""
    rows = list(projects)
    place = member.organisation
    today, words = place.today(), lexicon.of(place)
    working: defaultdict[int, list[Member]] = defaultdict(list)
    if rows:
        found = Associate.objects.filter(project__in=[row.pk for row in rows]).order_by("id")
        for project, who in found.values_list("project_id", "member_id"):
            if who in words.members:
                working[project].append(words.members[who])
    lines = []
    for row in rows:
        row.client.organisation = place
        late = row.is_open and row.due_on is not None and row.due_on < today
        done = place.local(row.delivered_at).date() if row.delivered_at else None
        lines.append(
            Line(
                project=row,
                url=address("project", place.slug, row.number),
                due=day_words(row.due_on, today) if row.due_on else "",
                is_late=late,
                delivered=day_words(done, today) if done else "",
                manager=words.members.get(row.manager_id or 0),
                associates=working[row.pk],
                cover=_cover(row, place.slug),
            )
        )
    return lines


def _cover(project: Project, slug: str) -> str:
    """The address of its cover; empty where it has none."""
    if project.cover is None:
        return ""
    return address("project-cover", slug, project.number)


def line_of(project: Project, member: Member) -> Line:
    """One project as a line."""
    [line] = lines_of([project], member)
    return line


def named(key: int) -> str:
    """What people call the project with this key: that which keeps a folder."""
    project = Project.objects.filter(pk=key).first()
    return (
        gettext("the project {project}").format(project=project)
        if project
        else gettext("a project")
    )

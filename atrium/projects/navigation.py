"""What projects add to the frame of every page, to the dashboard and to the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef

from atrium.clients.words import LISTS, WordList
from atrium.foundation.addresses import address
from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.palette import PaletteItem, palette_finds
from atrium.foundation.translation import gettext_lazy, ngettext
from atrium.meetings.dated import MOST, Asked, Dated, has_days
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.organisations.settings_pages import settings_page
from atrium.projects.facts import lines_of
from atrium.projects.models import Column, Project
from atrium.projects.word_form import ColumnForm

ON_DASHBOARD = 6
IN_PALETTE = 4
SHORTEST = 3

nav_item(
    label=gettext_lazy("Projects"),
    icon="square-kanban",
    url_name="projects",
    order=30,
    group=WORK,
    needs=Can.PROJECTS_SEE,
)
settings_page(
    label=gettext_lazy("Board columns"),
    icon="square-kanban",
    url_name="words-columns",
    order=330,
    needs=Can.LEXICON_EDIT,
    text=gettext_lazy("The columns of the board of projects, their colours and order."),
    words="kanban stages phases projects workflow",
    kept=("projects.column",),
)


def _retire(column: Any, by: Any, data: dict[str, Any]) -> None:
    into = Column.objects.filter(pk=data.get("into")).first()
    column.retire(by=by, into=into or column)


COLUMNS = WordList(
    slug="columns",
    model=Column,
    title=gettext_lazy("Board columns"),
    text=gettext_lazy(
        "The columns of the board of projects, from left to right. Delivered projects leave it."
    ),
    icon="square-kanban",
    form=ColumnForm,
    retire=_retire,
    uses=lambda: Project.objects.filter(column=OuterRef("pk"), purged_at=None),
    used_by=lambda count: ngettext("{count} project", "{count} projects", count),
    asks=gettext_lazy("Move its projects to"),
)
LISTS.add(COLUMNS.slug, COLUMNS)


@dashboard_card(
    slug="projects",
    side="main",
    order=22,
    needs=Can.PROJECTS_SEE,
    template="projects/dashboard.html",
)
def own_projects(request: MemberRequest) -> dict[str, Any] | None:
    """The open projects that you manage or work on, the most urgent first."""
    member = request.member
    found = _own_projects(member=member)
    lines = lines_of(found, member)
    return {"lines": lines, "organisation": member.organisation} if lines else None


@prepared()
def _own_projects(*, member: Member) -> Any:
    rows = Project.objects.visible_to(member).open().with_members([member.pk])
    return rows.select_related("client", "column").by_urgency()[:ON_DASHBOARD]


@has_days("projects", needs=Can.PROJECTS_SEE)
def projects_due(asked: Asked) -> Iterator[Dated]:
    """Open projects by the day on which they are due."""
    rows = Project.objects.visible_to(asked.member).open()
    rows = rows.filter(due_on__gte=asked.start, due_on__lt=asked.end)
    if asked.members is not None:
        rows = rows.with_members(asked.members)
    if asked.client is not None:
        rows = rows.filter(client__number=asked.client)
    for project in rows.select_related("client").order_by("due_on", "id")[:MOST]:
        assert project.due_on is not None, "chosen by their day"
        yield Dated(
            key=f"project-{project.public_id}",
            day=project.due_on,
            title=str(project),
            beside=project.client.name,
            url=_url(project, asked.member),
            icon="square-kanban",
        )


@palette_finds(gettext_lazy("Projects"))
def projects_called(member: Member, query: str) -> list[PaletteItem]:
    """Projects by words of their title, their client or their number, the newest first."""
    if len(query.strip()) < SHORTEST:
        return []
    words = query.replace("\x00", " ").split()[:8]
    # What of a word may be a number decides about the query.
    ask = _called.plain if any(letter.isdigit() for letter in query) else _called
    return [
        PaletteItem(
            icon="square-kanban",
            title=project.name,
            sub=f"{project.code}, {project.client}",
            url=_url(project, member),
        )
        for project in ask(member=member, words=words)
    ]


@prepared()
def _called(*, member: Member, words: list[str]) -> Any:
    rows = Project.objects.visible_to(member).kept().holding(" ".join(words))
    return rows.select_related("client").order_by("-number")[:IN_PALETTE]


def _url(project: Project, member: Member) -> str:
    return address("project", member.organisation.slug, project.number)

"""What projects add to the frame of every page, to the dashboard and to the settings."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef

from atrium.clients.words import LISTS, WordList
from atrium.foundation.navigation import WORK, nav_item
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page
from atrium.projects.facts import lines_of
from atrium.projects.models import Column, Project
from atrium.projects.word_form import ColumnForm

ON_DASHBOARD = 6

nav_item(
    label="Projects",
    icon="square-kanban",
    url_name="projects",
    order=30,
    group=WORK,
    needs=Can.PROJECTS_SEE,
)
settings_page(
    label="Board columns",
    icon="square-kanban",
    url_name="words-columns",
    order=60,
    needs=Can.LEXICON_EDIT,
)


def _retire(column: Any, by: Any, data: dict[str, Any]) -> None:
    into = Column.objects.filter(pk=data.get("into")).first()
    column.retire(by=by, into=into or column)


_COLUMNS = WordList(
    slug="columns",
    model=Column,
    title="Board columns",
    text="The columns of the board of projects, from left to right. Delivered projects leave it.",
    icon="square-kanban",
    form=ColumnForm,
    retire=_retire,
    uses=lambda: Project.objects.filter(column=OuterRef("pk"), purged_at=None),
    used_by="project,projects",
    asks="Move its projects to",
)
LISTS.add(_COLUMNS.slug, _COLUMNS)


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
    rows = Project.objects.visible_to(member).open().with_members([member.pk])
    found = rows.select_related("client", "column").by_urgency()[:ON_DASHBOARD]
    lines = lines_of(found, member)
    return {"lines": lines, "organisation": member.organisation} if lines else None

"""How many projects of a client are open: as figure and column, and to narrow lists of clients by (C05)."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from atrium.calendar.facts import day_words
from atrium.clients.facts import count_of
from atrium.clients.field_sort import Keys
from atrium.clients.list_order import Sort, sort_by
from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, within
from atrium.clients.page import Fact, Figure, Total, fact
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can
from atrium.projects.models import Project

SECTION = gettext_lazy("Activity and figures")


def _open(_: Any = None) -> Any:
    rows: Any = Project.objects.all()
    return rows.open()


def _overdue(where: Where) -> Any:
    return Project.objects.all().overdue(where.organisation.today())


def _parts(organisation: Organisation) -> dict[str, Combinable]:
    rows = _open().filter(client=OuterRef("pk"))
    dated = rows.filter(due_on__isnull=False).order_by("due_on", "id")
    return {
        "open_projects": count_of(rows),
        "overdue_projects": count_of(rows.filter(due_on__lt=organisation.today())),
        "next_project": Subquery(dated.values("due_on")[:1]),
    }


def _shown(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}projects/"
    value, late = str(client.open_projects), client.overdue_projects
    if late:
        return Figure(
            value=value, reason=gettext("{late} overdue").format(late=late), tone="bad", url=url
        )
    if client.next_project:
        words = day_words(client.next_project, organisation.today())
        return Figure(value=value, reason=gettext("Next due {words}").format(words=words), url=url)
    reason = (
        gettext("None has a due date") if client.open_projects else gettext("Nothing to deliver")
    )
    return Figure(value=value, reason=reason, url=url)


fact(
    Fact(
        slug="open_projects",
        label=gettext_lazy("Open projects"),
        order=25,
        needs=Can.PROJECTS_SEE,
        parts=_parts,
        shown=_shown,
        total=Total(
            label=gettext_lazy("Open projects"),
            part=lambda _: count_of(_open().filter(client=OuterRef("pk"))),
        ),
    )
)
sort_by(
    Sort(
        slug="open_projects",
        label=gettext_lazy("Open projects"),
        field="",
        newest_first=True,
        walked=lambda _: Keys.counted(_open()),
        holds=int,
        needs=Can.PROJECTS_SEE,
        scope="projects:read",
    )
)


def _due(days: Days, where: Where) -> Answer:
    return Answer(rows=_open().filter(within("due_on", days)), several=True)


criterion(
    Counted(
        slug="open_projects",
        label=gettext_lazy("Open projects"),
        section=SECTION,
        needs=Can.PROJECTS_SEE,
        rows=_open,
    )
)
criterion(
    Counted(
        slug="overdue_projects",
        label=gettext_lazy("Overdue projects"),
        section=SECTION,
        needs=Can.PROJECTS_SEE,
        rows=_overdue,
    )
)
criterion(
    OnDays(
        slug="project_due",
        label=gettext_lazy("Due date of an open project"),
        section=SECTION,
        needs=Can.PROJECTS_SEE,
        between=_due,
    )
)

"""What projects hang on the client page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from atrium.calendar.facts import day_words
from atrium.clients.events_seen import seen_with
from atrium.clients.page import Attention, Context, attention, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.clients.telling import NO_UNDO
from atrium.documents.keeping import keeps_folders
from atrium.documents.models import Content, File
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy, ngettext, pgettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.projects.facts import lines_of, named
from atrium.projects.models import Project
from atrium.projects.models.uploads import KEEPER, attach

MOST = 200
for _prefix in ("project", "deliverable"):
    seen_with(_prefix, Can.PROJECTS_SEE)


def _take(key: int, content: Content, name: str, by: Member) -> File:
    project = Project.objects.visible_to(by).kept().filter(pk=key).select_related("client").first()
    if project is None or not by.can(Can.PROJECTS_WRITE):
        raise Refusal(gettext("This project is gone, or is not yours to change."))
    project.client.organisation = by.organisation
    return attach(project, content, by=by, name=name)


keeps_folders(KEEPER, named, _take)
# What left cannot be called back.
NO_UNDO |= {"deliverable.sent", "deliverable.answered", "deliverable.held_back", "hold.overridden"}
for _model in ("project", "associate", "deliverable", "sending"):
    NEEDS[f"projects.{_model}"] = Need("projects", Can.PROJECTS_WRITE)
NEEDS["projects.column"] = Need("projects", Can.LEXICON_EDIT)


@tab(
    slug="projects",
    label=gettext_lazy("Projects"),
    key="p",
    order=23,
    needs=Can.PROJECTS_SEE,
    template="projects/tab.html",
    count="open_projects",
)
def projects(request: MemberRequest, portrait: Portrait) -> Context:
    """The open ones by urgency, then the delivered ones, the latest first (C07)."""
    return projects_of(portrait)


def projects_of(portrait: Portrait) -> dict[str, Any]:
    """What the tab shows."""
    member, client = portrait.member, portrait.client
    rows = Project.objects.filter(client=client).kept().select_related("column")
    found = list(rows.open().by_urgency()[:MOST])
    found += rows.delivered().order_by("-delivered_at", "-id")[:MOST]
    for row in found:
        row.client = client
    lines = lines_of(found, member)
    return {
        "open_lines": [line for line in lines if line.project.is_open],
        "done_lines": [line for line in lines if not line.project.is_open],
        "organisation": member.organisation,
        "back": f"client:{client.number}",
        "may_write": member.can(Can.PROJECTS_WRITE) and not client.is_archived,
    }


@attention
def overdue(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """The projects whose due date is past (V02)."""
    client = portrait.client
    late = getattr(client, "overdue_projects", 0)
    if not late:
        return []
    today = client.organisation.today()
    return [
        Attention(
            icon="folder-kanban",
            title=ngettext("1 project is overdue", "{late} projects are overdue", late).format(
                late=late
            ),
            reason=gettext("Since {day}").format(day=day_words(client.next_project, today)),
            tone="bad",
            action=pgettext("verb", "Open"),
            url=reverse("client-tab", args=[client.organisation.slug, client.number, "projects"]),
            order=28,
            dialog=False,
        )
    ]

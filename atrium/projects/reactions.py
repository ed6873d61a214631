"""Who hears of projects."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.models import Client
from atrium.conversations.comment_audience import hears_comments
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.projects.events import ProjectGiven
from atrium.projects.models import Project
from atrium.timeline.models import Event

GIVEN = topic(
    Topic(
        code="projects",
        label="Projects given to you",
        text="You manage a project or work on it from now on.",
        icon="folder-kanban",
        order=27,
        needs=Can.PROJECTS_SEE,
        email=True,
    )
)


@tell(ProjectGiven, topic=GIVEN)
def those_new_to_it(event: Event) -> Iterable[Member | None]:
    """Whom it was given to, as the event names them."""
    return list(Member.objects.filter(pk__in=event.particulars.get("members", [])))


@hears_comments
def project_managers(client: Client) -> Iterable[Member | None]:
    """Whoever manages an open project of the client (B11)."""
    return list(
        Member.objects.filter(pk__in=Project.objects.filter(client=client).open().values("manager"))
    )

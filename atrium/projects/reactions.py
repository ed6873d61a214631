"""Who hears of projects."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from atrium.clients.events import HoldLifted, PutOnHold
from atrium.clients.models import Client
from atrium.conversations.comment_audience import hears_comments
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.projects import (
    mail_numbers,  # noqa: F401 - files mail by numbers of projects
    sending_mail,  # noqa: F401 - fills in the links of mails
    sharing,  # noqa: F401 - is asked before links are given
)
from atrium.projects.events import DeliverableAnswered, DeliverableHeldBack, ProjectGiven
from atrium.projects.models import Associate, Project, Sending
from atrium.timeline.models import Event

GIVEN = topic(
    Topic(
        code="projects",
        label=gettext_lazy("Projects given to you"),
        text=gettext_lazy("You manage a project or work on it from now on."),
        icon="folder-kanban",
        order=27,
        needs=Can.PROJECTS_SEE,
        email=True,
    )
)


HELD = topic(
    Topic(
        code="project-holds",
        label=gettext_lazy("Holds of clients of your projects"),
        text=gettext_lazy("A client of an open project of yours is put on hold or taken off."),
        icon="circle-pause",
        order=29,
        needs=Can.PROJECTS_SEE,
        email=True,
    )
)
ANSWERS = topic(
    Topic(
        code="deliverables",
        label=gettext_lazy("Answers to deliverables"),
        text=gettext_lazy(
            "Somebody approves what you sent or asks for changes, or it could not be sent."
        ),
        icon="stamp",
        order=30,
        needs=Can.PROJECTS_SEE,
        email=True,
    )
)


@tell(PutOnHold, HoldLifted, topic=HELD)
def those_at_work(event: Event) -> Iterable[Member | None]:
    """Who manages an open project of the client or works on one (B09)."""
    mine = Project.objects.filter(client=event.client).open()
    working = Associate.objects.filter(project__in=mine.values("pk"))
    wanted = Q(pk__in=mine.values("manager")) | Q(pk__in=working.values("member"))
    return list(Member.objects.filter(wanted))


@tell(DeliverableAnswered, DeliverableHeldBack, topic=ANSWERS)
def who_answers_for_it(event: Event) -> Iterable[Member | None]:
    """Who manages the project, and who sent it last."""
    project = Project.objects.filter(pk=event.subject_id).select_related("manager").first()
    if project is None:
        return []
    sent = Sending.objects.filter(deliverable__project=project).order_by("-id")
    last = sent.select_related("sent_by").first()
    return [project.manager, last.sent_by if last else None]


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

"""Who hears of jobs, and what those who manage them hear of their clients."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.events import HoldLifted, PutOnHold
from atrium.clients.handing import goes_along
from atrium.clients.models import Client
from atrium.conversations.comment_audience import hears_comments
from atrium.foundation.translation import gettext_lazy
from atrium.jobs import mail_numbers
from atrium.jobs.events import IncidentReported, JobCompleted, JobGiven, JobMoved
from atrium.jobs.models import Associate, Job
from atrium.jobs.models.job_handing import go_along
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

__all__ = ["mail_numbers"]

JOBS = topic(
    Topic(
        code="jobs",
        label=gettext_lazy("Your jobs"),
        text=gettext_lazy(
            "A job that you manage or work on becomes yours, moves, or has an incident."
        ),
        icon="briefcase",
        order=20,
        needs=Can.JOBS_SEE,
        email=True,
    )
)
HOLDS = topic(
    Topic(
        code="job-holds",
        label=gettext_lazy("Holds of clients of your jobs"),
        text=gettext_lazy("A client of an open job that you manage is put on hold or taken off."),
        icon="circle-pause",
        order=31,
        needs=Can.JOBS_SEE,
        email=True,
    )
)


def managers_of(client: Client) -> list[Member]:
    """Those who manage an open job of the client now."""
    jobs = Job.objects.open().of_client(client).filter(manager__isnull=False)
    return list(Member.objects.filter(pk__in=jobs.values("manager")))


@tell(PutOnHold, HoldLifted, topic=HOLDS)
def job_managers(event: Event) -> Iterable[Member | None]:
    return managers_of(event.client)


@hears_comments
def current_job_managers(client: Client) -> Iterable[Member | None]:
    return managers_of(client)


@tell(JobGiven, JobMoved, JobCompleted, IncidentReported, topic=JOBS)
def those_who_work_on_it(event: Event) -> Iterable[Member | None]:
    """By the event of the primary client alone: the others tell the same."""
    job = Job.objects.filter(pk=event.subject_id).select_related("manager").first()
    if job is None or job.client_id != event.client_id:
        return []
    along = Associate.objects.filter(job=job).select_related("member")
    return [job.manager, *(row.member for row in along)]


goes_along(
    slug="jobs",
    label=gettext_lazy("Also hand over the open jobs of these clients that the old owner manages"),
    one="job",
    many="jobs",
)(go_along)

"""What projects do by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.projects.models import Project, Sending
from atrium.queue.periodic import periodic
from atrium.timeline.source import Source, coming_from

AT_ONCE = 500


@periodic(every=timedelta(minutes=1), name="send deliverables that are due")
@task
def send_due() -> None:
    """Let each leave whose time has come; whether its client is on hold is asked anew."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            due = Sending.objects.all().due(timezone.now()).order_by("leave_at")
            for batch in dict.fromkeys(due.values_list("batch", flat=True)[:AT_ONCE]):
                Sending.leave(batch)


@periodic(every=timedelta(hours=6), name="empty the bin of projects")
@task
def empty_bin() -> None:
    """Blank the projects that were deleted 30 days ago."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            old = Project.objects.all().to_purge(timezone.now()).order_by("binned_at")
            for project in old[:AT_ONCE]:
                project.purge()

"""What jobs do by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.jobs.models import Job
from atrium.jobs.models.job_purge import purge
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.timeline.source import Source, coming_from

AT_ONCE = 200


@periodic(every=timedelta(hours=6), name="empty the bin of jobs")
@task
def empty_bin() -> None:
    """Take away what jobs said that were put into the bin 30 days ago; their numbers stay given."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            old = Job.objects.all().to_purge(timezone.now()).order_by("binned_at")
            for job in old[:AT_ONCE]:
                purge(job)

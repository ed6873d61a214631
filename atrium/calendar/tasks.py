"""What tasks do by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.calendar.models import Task
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.timeline.source import Source, coming_from

AT_ONCE = 500


@periodic(every=timedelta(minutes=1), name="remind of tasks")
@task
def remind() -> None:
    """Tell each reminder that has come; who listens to task.reminded notifies."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            due = Task.objects.all().to_remind(timezone.now()).select_related("client")
            for one in due.order_by("remind_at")[:AT_ONCE]:
                one.remind()

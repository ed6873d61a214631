"""What meetings do in the queue and by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils.timezone import now

from atrium.meetings.invitations import send_owed
from atrium.meetings.models import Meeting
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.timeline.source import Source, coming_from

AT_ONCE = 500


@task(priority=5)
def tell(organisation_id: int, uid: str) -> int:
    """Tell those who are asked what they have not heard; a later run does it where more was changed."""
    with current.entered(organisation_id), coming_from(Source.RULE):
        if Meeting.objects.filter(uid=uid, tell_at__gt=now()).exists():
            return 0
        return send_owed(uid)


@periodic(every=timedelta(minutes=1), name="remind of meetings")
@task
def remind() -> None:
    """Tell of the meetings that are about to begin; who listens to meeting.near notifies."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            for one in Meeting.objects.all().to_remind(now()).select_related("client")[:AT_ONCE]:
                one.remind()

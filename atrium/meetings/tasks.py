"""What meetings do in the queue and by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils.timezone import now

from atrium.foundation.translation import gettext
from atrium.meetings.events import MeetingHeld, MeetingNear
from atrium.meetings.invitations import send_owed
from atrium.meetings.models import Meeting
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.timeline.acting import acting
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
    """Tell of the meetings that are about to begin, and of those that are over."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            rows = Meeting.objects.select_related("client")
            for one in rows.to_remind(now())[:AT_ONCE]:
                _tell_once(one, "reminded_at", MeetingNear)
            for one in rows.to_count(now())[:AT_ONCE]:
                _tell_once(one, "held_at", MeetingHeld)


def _tell_once(meeting: Meeting, mark: str, kind: type[MeetingNear | MeetingHeld]) -> None:
    """That it is about to begin, or took place: once for each time that it is given."""
    with acting(by=None, label=gettext("Told of {meeting}").format(meeting=meeting)) as act:
        act.lock(meeting)
        if getattr(meeting, mark) is None and not meeting.is_cancelled:
            Meeting.objects.filter(pk=meeting.pk).update(**{mark: now()})
            story = kind(title=meeting.title, when=meeting.when)
            act.record(story, client=meeting.client, subject=meeting)

from __future__ import annotations

from datetime import date, timedelta

from django.tasks import task
from django.utils import timezone

from atrium.queue.periodic import periodic
from atrium.queue.policy import policy


@task
@policy(key=lambda organisation_id, delivery_id: f"mail {organisation_id} {delivery_id}")
def mail(organisation_id: int, delivery_id: int) -> None:
    """Send one mail that is owed; what a mail server refuses is tried again by the queue."""
    from atrium.notifications.letter import send  # noqa: PLC0415 - the model queues this task
    from atrium.organisations import current  # noqa: PLC0415

    with current.entered(organisation_id):
        send(delivery_id)


@periodic(every=timedelta(minutes=10), name="send digests")
@task
def send_digests() -> None:
    """Queue the digest of each member whose hour has come."""
    from atrium.notifications.models import Rhythm  # noqa: PLC0415 - the models queue tasks of this module
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Member, Organisation  # noqa: PLC0415

    now = timezone.now()
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            chosen = {row.member_id: row for row in Rhythm.objects.all()}
            for member in Member.objects.active().order_by("pk"):
                rhythm = chosen.get(member.pk) or Rhythm(member=member)
                rhythm.organisation = place
                if rhythm.is_due(now):
                    digest.enqueue(place.pk, member.pk, place.local(now).date().isoformat())


@task
@policy(key=lambda organisation_id, member_id, day: f"digest {organisation_id} {member_id} {day}")
def digest(organisation_id: int, member_id: int, day: str) -> None:
    """Send the digest of the day to one member; what a mail server refuses is tried again."""
    from atrium.notifications.digest import send_digest  # noqa: PLC0415 - as above
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Member  # noqa: PLC0415

    with current.entered(organisation_id):
        rows = Member.objects.select_related("user", "organisation").filter(pk=member_id)
        for member in rows:
            send_digest(member, date.fromisoformat(day))

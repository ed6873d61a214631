"""What tenders do by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.tenders.models import Tender
from atrium.tenders.models.deciding import remind
from atrium.tenders.models.tender_purge import purge
from atrium.timeline.source import Source, coming_from

AT_ONCE = 200


@periodic(every=timedelta(minutes=10), name="remind of tenders")
@task
def remind_of_tenders() -> None:
    """Tell of each tender whose reminder has come."""
    for _place in _everywhere():
        due = Tender.objects.all().to_remind(timezone.now()).select_related("client")
        for tender in due.order_by("remind_at", "id")[:AT_ONCE]:
            remind(tender)


@periodic(every=timedelta(hours=6), name="empty the bin of tenders")
@task
def empty_bin() -> None:
    """Take away what tenders said that were put into the bin 30 days ago; their numbers stay given."""
    for _place in _everywhere():
        old = Tender.objects.all().to_purge(timezone.now()).order_by("binned_at")
        for tender in old[:AT_ONCE]:
            purge(tender)


def _everywhere() -> Iterator[Organisation]:
    """Each organisation, entered."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            yield place

"""What is kept of the quality of the data, day by day."""

from __future__ import annotations

from datetime import time, timedelta

from django.tasks import task

from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.quality.models import QualityDay
from atrium.quality.models.quality_day import KEPT_DAYS
from atrium.quality.report import Report
from atrium.queue.periodic import periodic


@periodic(at=time(2, 40), name="keep the quality of the day")
@task(priority=-50)
def keep_the_day() -> int:
    """Keep today's figures of every organisation; answers of how many."""
    kept = 0
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            kept += _keep(place)
    return kept


def _keep(place: Organisation) -> bool:
    """As an owner sees them, from whom nothing is hidden; a place without one keeps none."""
    owner = Member.objects.filter(role=Role.OWNER, disabled_at=None).order_by("pk").first()
    if owner is None:
        return False
    QualityDay.keep(place, Report(owner).figures())
    QualityDay.objects.filter(day__lt=place.today() - timedelta(days=KEPT_DAYS)).delete()
    return True

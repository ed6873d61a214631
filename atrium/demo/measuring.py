"""The quality of the data of a demo organisation on the days before today, slowly getting better."""

from __future__ import annotations

from datetime import timedelta

from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.quality.models import QualityDay
from atrium.quality.report import Report

DAYS = 90
WORSE_THEN = 14


def measure(organisation: Organisation) -> None:
    """Keep a day of figures for each of the last ninety; ends where the figures are today."""
    owner = Member.objects.filter(role=Role.OWNER).order_by("pk").first()
    if owner is None:
        return
    figures, today = Report(owner).figures(), organisation.today()
    for ago in range(DAYS, 0, -1):
        # Weeks in which nobody mended anything, then an afternoon that helped.
        less = WORSE_THEN * (ago // 12) * 12 // DAYS
        then = {**figures, "average": max(figures["average"] - less, 0)}
        QualityDay.objects.create(day=today - timedelta(days=ago), figures=then)

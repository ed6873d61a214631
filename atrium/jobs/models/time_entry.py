from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.jobs.models.job_part import JobPart
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.jobs.models.job import Job

DAY = 24 * 60
EARLIEST = date(1990, 1, 1)


class TimeEntry(JobPart):
    """How long somebody worked on a job on a day, in minutes."""

    job = models.ForeignKey(
        "jobs.Job", models.PROTECT, related_name="times", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)

    objects: ClassVar = OwnedManager()

    class Meta(JobPart.Meta):
        ordering = ("-day", "-id")
        verbose_name_plural = "time entries"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="time_entry_by_public_id"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=DAY), name="time_entry_within_a_day"
            ),
            SameOrganisation("job"),
            SameOrganisation("member"),
        ]
        indexes = [
            models.Index(fields=["organisation", "job", "day"], name="time_by_job"),
            models.Index(fields=["organisation", "member", "day"], name="time_by_member"),
        ]

    def __str__(self) -> str:
        return gettext("{shown} on {day}").format(shown=self.shown, day=self.day)

    @property
    def shown(self) -> str:
        return in_hours(self.minutes)

    @classmethod
    def log(
        cls,
        job: Job,
        *,
        by: Member,
        minutes: int,
        day: date | None = None,
        member: Member | None = None,
        note: str = "",
    ) -> TimeEntry:
        """Say who worked how long; by oneself and today where nothing else is said."""
        day = day or by.organisation.today()
        if not 1 <= minutes <= DAY:
            msg = gettext("Give a time between one minute and 24 hours, like 1:30 or 45 min.")
            raise Refusal(msg, field="minutes")
        if not EARLIEST <= day <= by.organisation.today():
            msg = gettext("Choose the day of the work; it cannot be one to come.")
            raise Refusal(msg, field="day")
        note = " ".join(note.replace("\x00", "").split())
        if len(note) > 300:  # noqa: PLR2004 - the width of the column
            msg = gettext("A note has at most 300 characters; shorten it.")
            raise Refusal(msg, field="note")
        with acting(
            by=by,
            label=gettext("Logged {in_hours} on {code}").format(
                in_hours=in_hours(minutes), code=job.code
            ),
        ) as act:
            job.lock_for_change(act)
            row = cls(job=job, member=member or by, day=day, minutes=minutes, note=note)
            return act.insert(row)

    def drop(self, *, by: Member) -> None:
        """Take it off again; the act can be undone."""
        with acting(
            by=by,
            label=gettext("Removed {shown} from {code}").format(
                shown=self.shown, code=self.job.code
            ),
        ) as act:
            self.job.lock_for_change(act)
            act.lock(self)
            act.remove(self)


def in_hours(minutes: int) -> str:
    """1:30 h."""
    return f"{minutes // 60}:{minutes % 60:02} h"

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.timezone import now

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.jobs.events import IncidentReported, IncidentResolved
from atrium.jobs.models.job_part import JobPart
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.jobs.models.job import Job

LONGEST = 2000


class Incident(JobPart):
    """Something that went wrong on a job, and how it was put right (J12)."""

    job = models.ForeignKey(
        "jobs.Job", models.PROTECT, related_name="incidents", db_constraint=False, db_index=False
    )
    happened_at = models.DateTimeField(default=now)
    text = models.TextField()
    reported_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    resolution = models.TextField(blank=True)

    objects: ClassVar = OwnedManager()

    class Meta(JobPart.Meta):
        ordering = ("-happened_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="incident_by_public_id"
            ),
            SameOrganisation("job"),
            SameOrganisation("reported_by"),
            SameOrganisation("resolved_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "job", "happened_at"], name="incident_by_job")
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @classmethod
    def report(
        cls, job: Job, *, by: Member, text: str, happened_at: datetime | None = None
    ) -> Incident:
        """Say what went wrong; refused without words, or for a time to come."""
        text = _checked(text, gettext("Say what happened."), "text")
        at = happened_at or now()
        if at > now():
            msg = gettext("This time is still to come; say when it happened.")
            raise Refusal(msg, field="happened_at")
        with acting(
            by=by, label=gettext("Reported an incident on {code}").format(code=job.code)
        ) as act:
            job.lock_for_change(act)
            row = act.insert(cls(job=job, text=text, happened_at=at, reported_by=by))
            job.tell(act, IncidentReported(job=job.code, title=job.title, what=text[:300]))
        return row

    def resolve(self, *, by: Member, resolution: str) -> None:
        """Say how it was put right; refused without words, and where that was said already."""
        resolution = _checked(resolution, gettext("Say how it was put right."), "resolution")
        with acting(
            by=by, label=gettext("Resolved an incident on {code}").format(code=self.job.code)
        ) as act:
            job: Job = self.job
            job.lock_for_change(act)
            act.lock(self)
            if not self.is_open:
                msg = gettext("This incident was resolved already.")
                raise Refusal(msg)
            act.change(self, resolved_at=now(), resolved_by=by, resolution=resolution)
            story = IncidentResolved(job=job.code, title=job.title, what=resolution[:300])
            job.tell(act, story)


def _checked(text: str, mend: str, field: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refusal(mend, field=field)
    if len(text) > LONGEST:
        msg = gettext("This has at most {longest:,} characters; shorten it.").format(
            longest=spoken(LONGEST)
        )
        raise Refusal(msg, field=field)
    return text

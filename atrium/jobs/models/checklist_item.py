from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.timezone import now

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.jobs.models.job_part import JobPart
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.jobs.models.job import Job

MOST = 200


class ChecklistItem(JobPart):
    """One thing to tick off on a job."""

    job = models.ForeignKey(
        "jobs.Job", models.PROTECT, related_name="checklist", db_constraint=False, db_index=False
    )
    text = models.CharField(max_length=300)
    position = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    objects: ClassVar = OwnedManager()

    class Meta(JobPart.Meta):
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="checklist_item_by_public_id"
            ),
            SameOrganisation("job"),
            SameOrganisation("done_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "job", "position"], name="checklist_by_job")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @classmethod
    def add(cls, job: Job, *, by: Member, text: str) -> list[ChecklistItem]:
        """Put each line of ``text`` at the end of the list; refused where there is none."""
        lines = [words for line in text.splitlines() if (words := " ".join(line.split()))]
        if not lines:
            msg = gettext("Say what is to be ticked off.")
            raise Refusal(msg, field="text")
        if any(len(line) > 300 for line in lines):  # noqa: PLR2004 - the width of the column
            msg = gettext("A line of a checklist has at most 300 characters; shorten it.")
            raise Refusal(msg, field="text")
        with acting(
            by=by, label=gettext("Added to the checklist of {code}").format(code=job.code)
        ) as act:
            job.lock_for_change(act)
            has = job.checklist.count()
            if has + len(lines) > MOST:
                msg = gettext("A checklist has at most {most} lines.").format(most=MOST)
                raise Refusal(msg, field="text")
            last = job.checklist.aggregate(models.Max("position"))["position__max"]
            first = 0 if last is None else last + 1
            return [
                act.insert(cls(job=job, text=line, position=place))
                for place, line in enumerate(lines, first)
            ]

    def tick(self, *, by: Member, done: bool = True) -> None:
        """Say that it is done, or not after all; nothing happens where it is so already."""
        with acting(by=by, label=gettext("Ticked {text}").format(text=self.text)) as act:
            self.job.lock_for_change(act)
            act.lock(self)
            if self.is_done != done:
                act.change(self, done_at=now() if done else None, done_by=by if done else None)

    def edit(self, *, by: Member, text: str) -> None:
        """Say it in other words."""
        text = " ".join(text.split())[:300]
        if not text:
            msg = gettext("Say what is to be ticked off.")
            raise Refusal(msg, field="text")
        with acting(
            by=by, label=gettext("Changed the checklist of {code}").format(code=self.job.code)
        ) as act:
            self.job.lock_for_change(act)
            act.lock(self)
            act.change(self, text=text)

    def drop(self, *, by: Member) -> None:
        """Take it off the list; the act can be undone."""
        with acting(
            by=by, label=gettext("Took {text} off the checklist").format(text=self.text)
        ) as act:
            self.job.lock_for_change(act)
            act.lock(self)
            act.remove(self)

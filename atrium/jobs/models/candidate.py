from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.timezone import now

from atrium.clients.models import Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.events import CandidateMoved
from atrium.jobs.models.job_part import JobPart
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.jobs.models.job import Job

LONGEST = 2000


class Step(models.TextChoices):
    """How far a candidate is."""

    PROPOSED = "proposed", gettext_lazy("Proposed")
    INTERVIEW = "interview", gettext_lazy("Interview")
    OFFER = "offer", gettext_lazy("Offer")
    PLACED = "placed", gettext_lazy("Placed")
    REJECTED = "rejected", gettext_lazy("Rejected")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrew")

    @property
    def tone(self) -> str:
        """The tone of its mark."""
        tones = {Step.INTERVIEW: "info", Step.OFFER: "warn", Step.PLACED: "good"}
        return tones.get(self, "")


class Candidate(JobPart):
    """Somebody who may fill an opening: by name, or a contact who is known already."""

    job = models.ForeignKey(
        "jobs.Job", models.PROTECT, related_name="candidates", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=200)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    step = models.CharField(max_length=10, choices=Step, default=Step.PROPOSED)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)

    objects: ClassVar = OwnedManager()

    class Meta(JobPart.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="candidate_by_public_id"
            ),
            SameOrganisation("job"),
            SameOrganisation("contact"),
        ]
        indexes = [
            models.Index(fields=["organisation", "job", "id"], name="candidate_by_job"),
            models.Index(
                fields=["organisation", "contact"],
                condition=models.Q(contact__isnull=False),
                name="candidate_by_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def step_as(self) -> Step:
        return Step(self.step)

    @classmethod
    def propose(
        cls,
        job: Job,
        *,
        by: Member,
        name: str = "",
        contact: Contact | None = None,
        note: str = "",
    ) -> Candidate:
        """Put somebody up for the opening; refused without a name, and where the job is none."""
        name = " ".join((name or (contact.name if contact else "")).split())
        told = _checked({"name": name, "note": note})
        with acting(
            by=by, label=gettext("Proposed {name} for {code}").format(name=name, code=job.code)
        ) as act:
            job.lock_for_change(act)
            if not job.is_opening:
                msg = gettext("{code} is no opening. Make it one first.").format(code=job.code)
                raise Refusal(msg)
            row = act.insert(cls(job=job, contact=contact, **told))
            row.tell(act)
        return row

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change name, note or ``step``; the step is told on the timeline."""
        told = _checked(values)
        with acting(
            by=by, label=gettext("Changed the candidate {candidate}").format(candidate=self)
        ) as act:
            self.job.lock_for_change(act)
            act.lock(self)
            moved = told.get("step", self.step) != self.step
            act.change(self, **told)
            if moved:
                self.tell(act)

    def drop(self, *, by: Member) -> None:
        """Take them off the list; the act can be undone."""
        with acting(
            by=by, label=gettext("Removed the candidate {candidate}").format(candidate=self)
        ) as act:
            self.job.lock_for_change(act)
            act.lock(self)
            act.remove(self)

    def tell(self, act: Acting) -> None:
        """Tell on the timelines of the job how far they are."""
        job: Job = self.job
        after = f"“{self.step_as.label}”"
        job.tell(act, CandidateMoved(job=job.code, title=job.title, who=self.name, after=after))


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    told = dict(values)
    if "name" in told:
        told["name"] = " ".join(str(told["name"]).replace("\x00", "").split())
        if not told["name"]:
            msg = gettext("Give the candidate a name, or choose a contact.")
            raise Refusal(msg, field="name")
        if len(told["name"]) > 200:  # noqa: PLR2004 - the width of the column
            msg = gettext("A name has at most 200 characters; shorten it.")
            raise Refusal(msg, field="name")
    if len(told.get("note", "")) > LONGEST:
        msg = gettext("A note has at most {longest:,} characters; shorten it.").format(
            longest=spoken(LONGEST)
        )
        raise Refusal(msg, field="note")
    if "step" in told and told["step"] not in Step.values:
        msg = gettext("Choose one of {values}.").format(values=", ".join(Step.values))
        raise Refusal(msg, field="step")
    return told

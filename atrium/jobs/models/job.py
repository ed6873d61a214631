from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.timezone import now

from atrium.clients.models import Client, Location
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.ids import public_id
from atrium.foundation.said import listed
from atrium.foundation.translation import gettext
from atrium.jobs.events import (
    JobBinned,
    JobChanged,
    JobCompleted,
    JobGiven,
    JobMoved,
    JobOpened,
    JobRestored,
    OfJob,
)
from atrium.jobs.models.associate import Associate
from atrium.jobs.models.checking import LONGEST, checked, refuse_times
from atrium.jobs.models.job_indexes import CONSTRAINTS, INDEXES
from atrium.jobs.models.job_place import refuse_place
from atrium.jobs.models.job_queryset import BIN_KEEPS, JobManager
from atrium.jobs.models.job_said import SAID
from atrium.jobs.models.participation import Participation
from atrium.jobs.models.priority import Priority
from atrium.jobs.models.stage import Phase, Stage
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Job(Owned):
    """A piece of field or placement work, with a manager and one or more clients (R05, J01).

    ``client`` is the primary one and ``billing`` the one that pays; each stands in a Participation
    as well. ``phase`` is what the stage means. Amounts are whole minor units of ``currency``. An
    opening is a job that is filled with people: ``positions`` of them, for a ``fee``.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    number = models.PositiveBigIntegerField()
    title = models.CharField(max_length=LONGEST["title"])
    description = models.TextField(blank=True)
    external_id = models.CharField(max_length=LONGEST["external_id"], blank=True)
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="jobs", db_constraint=False, db_index=False
    )
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.OPEN)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    billing = models.ForeignKey(
        Client, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    manager = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    timezone = models.CharField(max_length=60)
    due_on = models.DateField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    is_opening = models.BooleanField(default=False)
    positions = models.PositiveIntegerField(null=True, blank=True)
    fee = models.BigIntegerField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    binned_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = JobManager()

    if TYPE_CHECKING:
        participations: RelatedManager[Participation]
        associates: RelatedManager[Associate]

    class Meta(Owned.Meta):
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("job", self.organisation.slug, self.number)

    @property
    def code(self) -> str:
        """The number as people say it: J-0012."""
        return f"J-{self.number:04d}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def priority_as(self) -> Priority:
        return Priority(self.priority)

    @property
    def value(self) -> str:
        """What it is worth, as people read it; empty where nothing was said."""
        return "" if self.amount is None else money.shown(self.amount, self.currency)

    @property
    def fee_shown(self) -> str:
        return "" if self.fee is None else money.shown(self.fee, self.currency)

    @classmethod
    def add(
        cls,
        client: Client,
        *,
        by: Member | None,
        stage: Stage | None = None,
        others: Iterable[tuple[Client, str, str]] = (),
        associates: Iterable[Member] = (),
        **values: Any,
    ) -> Job:
        """A new job with the organisation's next number, for ``client`` as the primary one.

        ``others``: further clients, each with its part and the words of an own one. ``values`` is
        what edit() takes. Refused without a title, or where a client cannot be linked.
        """
        told = checked({"title": ""} | values)
        also = list(others)
        refuse_times(told.get("starts_at"), told.get("ends_at"))
        refuse_place(told.get("location"), None, {client.pk, *(each.pk for each, _, _ in also)})
        place = client.organisation
        stage = stage or Stage.objects.filter(phase=Phase.OPEN).order_by("position", "id").first()
        assert stage is not None, "an open stage is always there"
        job = cls(client=client, stage=stage, phase=stage.phase, created_by=by, **told)
        job.timezone, job.currency = job.timezone or place.timezone, job.currency or place.currency
        with acting(by=by, label=gettext("Opened the job {title}").format(title=job.title)) as act:
            act.lock(client)
            client.refuse_archived()
            [job.number] = Counter.take("job")
            if not job.is_open:
                job.finished_at, job.finished_by = now(), by
            act.insert(job)
            act.insert(Participation(job=job, client=client))
            story = JobOpened(job=job.code, title=job.title)
            act.record(story, client=client, subject=job)
            for other, part, own in also:
                Participation.link(job, other, by=by, part=part, own=own)
            job._set_associates(act, associates)
        return job

    def lock_for_change(self, act: Acting) -> None:
        """Lock it; refused where it lies in the bin or its client is archived."""
        act.lock(self)
        if self.binned_at is not None:
            msg = gettext("{code} is in the bin. Bring it back first.").format(code=self.code)
            raise Refusal(msg)
        self.client.refuse_archived()

    def edit(
        self, *, by: Member, associates: Iterable[Member] | None = None, **values: Any
    ) -> None:
        """Change those named of title, description, schedule, place, priority, value and opening."""
        told = checked(values)
        with acting(by=by, label=gettext("Changed the job {code}").format(code=self.code)) as act:
            self.lock_for_change(act)
            refuse_times(told.get("starts_at", self.starts_at), told.get("ends_at", self.ends_at))
            refuse_place(told.get("location"), self.pk, set())
            if not told.get("currency", "-"):
                del told["currency"]
            said = [
                words(self)
                for name, words in SAID.items()
                if name in told and act.change(self, **{name: told[name]})
            ]
            if associates is not None and self._set_associates(act, associates):
                said.append(gettext("who works on it"))
            if said:
                self.tell(act, JobChanged(job=self.code, title=self.title, what=listed(said)))

    def give_to(self, manager: Member | None, *, by: Member) -> None:
        """Let ``manager`` answer for it; nothing happens where they do already."""
        with acting(
            by=by, label=gettext("Changed the manager of {code}").format(code=self.code)
        ) as act:
            self.lock_for_change(act)
            if act.change(self, manager=manager):
                words = manager.name if manager else gettext("nobody")
                self.tell(act, JobGiven(job=self.code, title=self.title, manager=words))

    def move_to(self, stage: Stage, *, by: Member) -> None:
        """Put it into another stage; when it is finished, and by whom, follows from what that means."""
        with acting(
            by=by, label=gettext("Moved {code} to {stage}").format(code=self.code, stage=stage)
        ) as act:
            self.lock_for_change(act)
            before = self.stage.label
            if self._enter(act, stage, by):
                story = JobMoved(job=self.code, title=self.title, before=before, after=stage.label)
                self.tell(act, story)

    def complete(self, *, by: Member, outcome: str = "") -> None:
        """Say that the work is done, and what came of it; a job that is done keeps its day."""
        outcome = checked({"outcome": outcome})["outcome"]
        done = Stage.objects.filter(phase=Phase.DONE).order_by("position", "id").first()
        assert done is not None, "a stage for what is done is always there"
        with acting(by=by, label=gettext("Completed {code}").format(code=self.code)) as act:
            self.lock_for_change(act)
            if self.phase == Phase.DONE:
                act.change(self, outcome=outcome)
                return
            self._enter(act, done, by)
            act.change(self, outcome=outcome)
            words = f": {outcome[:300]}" if outcome else ""
            self.tell(act, JobCompleted(job=self.code, title=self.title, outcome=words))

    def bin(self, *, by: Member) -> None:
        """Put it away; it can be brought back with all its links for 30 days."""
        with acting(by=by, label=gettext("Put {code} into the bin").format(code=self.code)) as act:
            act.lock(self)
            if self.binned_at is None:
                act.change(self, binned_at=now())
                self.tell(act, JobBinned(job=self.code, title=self.title))

    def unbin(self, *, by: Member) -> None:
        """Bring it back from the bin; refused when it lay there for longer than 30 days."""
        with acting(by=by, label=gettext("Brought {code} back").format(code=self.code)) as act:
            act.lock(self)
            if self.binned_at is None:
                return
            if self.binned_at <= now() - BIN_KEEPS:
                msg = gettext(
                    "{code} lay in the bin for more than 30 days and cannot come back."
                ).format(code=self.code)
                raise Refusal(msg)
            act.change(self, binned_at=None)
            self.tell(act, JobRestored(job=self.code, title=self.title))

    def tell(self, act: Acting, story: OfJob) -> None:
        """Tell it on the timeline of each client of the job."""
        rows = self.participations.select_related("client").order_by("id")
        act.record_many([(story, row.client, self) for row in rows])

    def _enter(self, act: Acting, stage: Stage, by: Member | None) -> bool:
        if not act.change(self, stage=stage):
            return False
        if act.change(self, phase=stage.phase):
            ended = not stage.is_open
            act.change(
                self, finished_at=now() if ended else None, finished_by=by if ended else None
            )
        return True

    def _set_associates(self, act: Acting, members: Iterable[Member]) -> bool:
        """Let exactly these members work on it beside the manager; whether that is a change."""
        wished = {member.pk: member for member in members}
        has = {row.member_id: row for row in self.associates.all()}
        for key in has.keys() - wished.keys():
            act.remove(has[key])
        for key in wished.keys() - has.keys():
            act.insert(Associate(job=self, member=wished[key]))
        return wished.keys() != has.keys()

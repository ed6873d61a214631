from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from atrium.clients.models import Client, Contact
from atrium.documents.models.kept import Kept, bin_kept, unbin_kept
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.ids import public_id
from atrium.foundation.said import listed, within
from atrium.foundation.translation import gettext
from atrium.jobs.models import Job
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.projects.models import Project
from atrium.tenders.events import (
    OfTender,
    TenderAdded,
    TenderBinned,
    TenderChanged,
    TenderGiven,
    TenderMoved,
    TenderRestored,
)
from atrium.tenders.models.checking import LONGEST, checked
from atrium.tenders.models.deadline import late_from, remind_from
from atrium.tenders.models.outcome import Outcome
from atrium.tenders.models.said import SAID
from atrium.tenders.models.tender_contact import TenderContact
from atrium.tenders.models.tender_file import TenderFile
from atrium.tenders.models.tender_indexes import CONSTRAINTS, INDEXES
from atrium.tenders.models.tender_queryset import BIN_KEEPS, TenderManager
from atrium.tenders.models.tender_reason import TenderReason
from atrium.tenders.models.tender_stage import TenderStage
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.core.files import File as Stored
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.documents.models import Content, File

KEEPER = "tenders.tender"
_OF_TIME = ("due_on", "due_time", "timezone", "remind_before")


class Tender(Owned):
    """An offer to a client for work that is not won yet (B04).

    It is due on ``due_on``, at ``due_time`` where one is said, by the clocks of ``timezone``;
    ``due_at`` is the moment from which it is late and ``remind_at`` that of the reminder: both
    follow from those. The amount is in whole minor units of ``currency``, the chance in per cent.
    What a won one became is its ``job`` or its ``project``.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    number = models.PositiveBigIntegerField()
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="tenders", db_constraint=False, db_index=False
    )
    title = models.CharField(max_length=LONGEST["title"], blank=True)
    description = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    stage = models.ForeignKey(
        TenderStage, models.PROTECT, related_name="tenders", db_constraint=False, db_index=False
    )
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    chance = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_time = models.TimeField(null=True, blank=True)
    timezone = models.CharField(max_length=60)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    remind_before = models.PositiveSmallIntegerField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.ForeignKey(
        TenderReason,
        models.PROTECT,
        null=True,
        related_name="tenders",
        db_constraint=False,
        db_index=False,
    )
    comment = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    binned_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TenderManager()

    if TYPE_CHECKING:
        chosen: RelatedManager[TenderContact]
        named_files: RelatedManager[TenderFile]

    class Meta(Owned.Meta):
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tender", args=[self.organisation.slug, self.number])

    @property
    def code(self) -> str:
        """The number as people say it: T-0012."""
        return f"T-{self.number:04d}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_open(self) -> bool:
        """Whether it is not decided."""
        return not self.outcome

    @property
    def is_won(self) -> bool:
        return self.outcome == Outcome.WON

    @property
    def outcome_as(self) -> Outcome | None:
        return Outcome(self.outcome) if self.outcome else None

    @property
    def value(self) -> str:
        """What it is worth, as people read it; empty where nothing was said."""
        return "" if self.amount is None else money.shown(self.amount, self.currency)

    @property
    def kept(self) -> Kept:
        """The folder of its documents."""
        return Kept(self.client, f"{KEEPER}:{self.pk}", f"{self.code} {self.title}")

    @classmethod
    def add(
        cls,
        client: Client,
        *,
        by: Member | None,
        stage: TenderStage | None = None,
        contacts: Iterable[Contact] = (),
        **values: Any,
    ) -> Tender:
        """A new tender with the organisation's next number; refused without a title.

        ``values``: owner and what edit() takes.
        """
        told = checked({"title": ""} | values)
        stage = stage or TenderStage.objects.order_by("position", "label_key", "id").first()
        assert stage is not None, "a stage is always there"
        tender = cls(client=client, stage=stage, created_by=by, **told)
        place = client.organisation
        tender.timezone = tender.timezone or place.timezone
        tender.currency = tender.currency or place.currency
        tender._settle_times()
        label = gettext("Added the tender {title}").format(title=tender.title)
        with acting(by=by, label=label) as act:
            act.lock(client)
            client.refuse_archived()
            [tender.number] = Counter.take("tender")
            act.insert(tender)
            tender.tell(act, TenderAdded(tender=tender.code, title=tender.title))
            TenderContact.choose(act, tender, contacts)
        return tender

    def lock_for_change(self, act: Acting) -> None:
        """Lock it; refused where it lies in the bin or its client is archived."""
        client = act.lock(self.client)
        act.lock(self)
        self.client = client
        if self.binned_at is not None:
            msg = gettext("{code} is in the bin. Bring it back first.")
            raise Refusal(msg.format(code=self.code))
        client.refuse_archived()

    def edit(self, *, by: Member, contacts: Iterable[Contact] | None = None, **values: Any) -> None:
        """Change those named of title, description, notes, amount, currency, chance and the times."""
        told = checked(values)
        for name in [name for name in ("currency", "timezone") if not told.get(name, "-")]:
            del told[name]
        label = gettext("Changed the tender {code}").format(code=self.code)
        with acting(by=by, label=label) as act:
            self.lock_for_change(act)
            said = [
                words(self)
                for name, words in SAID.items()
                if name in told and act.change(self, **{name: told[name]})
            ]
            if any(name in told for name in _OF_TIME):
                self._change_times(act)
            if "title" in told:
                self.kept.rename(by=by)
            if contacts is not None and TenderContact.choose(act, self, contacts):
                said.append(gettext("whom to talk with"))
            if said:
                what = listed(dict.fromkeys(said))
                self.tell(act, TenderChanged(tender=self.code, title=self.title, what=what))

    def give_to(self, owner: Member | None, *, by: Member) -> None:
        """Let ``owner`` look after it; nothing happens where they do already."""
        label = gettext("Changed the owner of {code}").format(code=self.code)
        with acting(by=by, label=label) as act:
            self.lock_for_change(act)
            if act.change(self, owner=owner):
                words = owner.name if owner else gettext("nobody")
                self.tell(act, TenderGiven(tender=self.code, title=self.title, owner=words))

    def move_to(self, stage: TenderStage, *, by: Member) -> None:
        """Put it into another stage; refused once it is decided."""
        label = gettext("Moved {code} to {stage}").format(code=self.code, stage=stage)
        with acting(by=by, label=label) as act:
            self.lock_for_change(act)
            if not self.is_open:
                msg = gettext("{code} is {outcome}. Reopen it first.")
                raise Refusal(
                    msg.format(code=self.code, outcome=within(Outcome(self.outcome).label))
                )
            before = self.stage.label
            if act.change(self, stage=stage):
                stages = {"before": before, "after": stage.label}
                self.tell(act, TenderMoved(tender=self.code, title=self.title, **stages))

    def bin(self, *, by: Member) -> None:
        """Put it away with its documents; it can be brought back with all of it for 30 days."""
        with acting(by=by, label=gettext("Put {code} into the bin").format(code=self.code)) as act:
            act.lock(self)
            if self.binned_at is None:
                act.change(self, binned_at=now())
                bin_kept([self.kept.keeper], act)
                self.tell(act, TenderBinned(tender=self.code, title=self.title))

    def unbin(self, *, by: Member) -> None:
        """Bring it back from the bin; refused when it lay there for longer than 30 days."""
        with acting(by=by, label=gettext("Brought {code} back").format(code=self.code)) as act:
            act.lock(self)
            if self.binned_at is None:
                return
            if self.purged_at or self.binned_at <= now() - BIN_KEEPS:
                msg = gettext("{code} lay in the bin for more than 30 days and cannot come back.")
                raise Refusal(msg.format(code=self.code))
            act.change(self, binned_at=None)
            unbin_kept([self.kept.keeper], act)
            self.tell(act, TenderRestored(tender=self.code, title=self.title))

    def attach(self, upload: Stored[Any] | Content, *, by: Member, name: str = "") -> File:
        """Put a file into its folder, which is made with the first."""
        with acting(by=by, label=gettext("Added a file to {code}").format(code=self.code)) as act:
            self.lock_for_change(act)
            return self.kept.add(upload, by=by, name=name)

    def drop(self, file: File, *, by: Member) -> None:
        """Put a file of its folder into the bin."""
        with acting(by=by, label=gettext("Removed {file}").format(file=file)) as act:
            self.lock_for_change(act)
            self.kept.drop(file, by=by)

    def tell(self, act: Acting, story: OfTender) -> None:
        """Tell it on the timeline of its client."""
        act.record(story, client=self.client, subject=self)

    def _settle_times(self) -> None:
        self.due_at = late_from(self.due_on, self.due_time, self.zone)
        self.remind_at = remind_from(self.due_on, self.remind_before, self.zone)

    def _change_times(self, act: Acting) -> None:
        """What follows from the times that were changed; a new moment is reminded of anew."""
        if self.due_on is None:
            act.change(self, due_time=None)
        late = late_from(self.due_on, self.due_time, self.zone)
        act.change(self, due_at=late)
        if act.change(self, remind_at=remind_from(self.due_on, self.remind_before, self.zone)):
            act.change(self, reminded_at=None)

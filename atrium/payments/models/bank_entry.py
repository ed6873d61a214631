from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number, money
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.bank.line import BankLine
from atrium.payments.matching.judging import Paid
from atrium.payments.models.bank_account import BankAccount
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.payments.models.bank_booking import BankBooking

LONGEST_REASON = 300


class EntryState(models.TextChoices):
    """What became of an entry."""

    OPEN = "open", gettext_lazy("To match")
    BOOKED = "booked", gettext_lazy("Booked")
    IGNORED = "ignored", gettext_lazy("Ignored")
    OUT = "out", gettext_lazy("Money out")


class BankEntryQuerySet(models.QuerySet["BankEntry"]):
    """Ways to choose entries."""

    def to_match(self) -> BankEntryQuerySet:
        """Money that came in and of which nobody said yet what it is for."""
        return self.filter(state=EntryState.OPEN)

    def newest_first(self) -> BankEntryQuerySet:
        return self.order_by("-booked_on", "-id")


BankEntryManager = OwnedManager.from_queryset(BankEntryQuerySet)


class BankEntry(Owned):
    """One movement of money as the bank told it: ``amount`` in minor units, below nought what went out.

    ``key`` names it in whatever file it comes, so it is here once. What it was booked as are its
    bookings; ``turn`` counts how often it was set free again.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    file = models.ForeignKey(
        "payments.BankFile",
        models.PROTECT,
        related_name="entries",
        db_constraint=False,
        db_index=False,
    )
    key = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    charges = models.BigIntegerField(default=0)
    booked_on = models.DateField()
    valued_on = models.DateField(null=True)
    payer = models.CharField(max_length=200, blank=True)
    iban = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    references: models.JSONField[list[str]] = models.JSONField(default=list)
    bank_ref = models.CharField(max_length=200, blank=True)
    is_reversal = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.OPEN)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = BankEntryManager()

    if TYPE_CHECKING:
        bookings: RelatedManager[BankBooking]

    class Meta(Owned.Meta):
        verbose_name = "bank entry"
        verbose_name_plural = "bank entries"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="bank_entry_by_org"),
            models.UniqueConstraint(fields=["organisation", "key"], name="bank_entry_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="bank_entry_by_public_id"
            ),
            SameOrganisation("account"),
            SameOrganisation("file"),
            SameOrganisation("decided_by"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "state", "booked_on", "id"], name="bank_entry_by_state"
            ),
            models.Index(
                fields=["organisation", "iban", "id"],
                condition=~Q(iban=""),
                name="bank_entry_by_iban",
            ),
            models.Index(fields=["organisation", "file"], name="bank_entry_by_file"),
        ]

    def __str__(self) -> str:
        return gettext("{shown} of {booked_on:%-d %b %Y}").format(
            shown=self.shown, booked_on=spoken(self.booked_on)
        )

    @property
    def shown(self) -> str:
        """The amount as people read it."""
        return money.shown(self.amount, self.currency)

    @property
    def is_open(self) -> bool:
        return self.state == EntryState.OPEN

    @property
    def paid(self) -> Paid:
        """What matching knows of it."""
        return Paid(
            amount=self.amount,
            currency=self.currency,
            payer=self.payer,
            account=self.iban,
            text=self.text,
            references=tuple(self.references),
            charges=self.charges,
        )

    @property
    def external_id(self) -> str:
        """What payments booked from it are known by."""
        return f"{self.key}.{self.turn}"

    @classmethod
    def of(cls, line: BankLine) -> BankEntry:
        """A new one as the line tells it; a card number that a bank wrote into its text is masked."""
        comes_in = line.amount > 0
        return cls(
            key=line.key,
            currency=line.currency,
            amount=line.amount,
            charges=line.charges,
            booked_on=line.booked_on,
            valued_on=line.valued_on,
            payer=card_number.masked(line.payer),
            iban=line.iban,
            text=card_number.masked(line.text),
            references=[card_number.masked(reference) for reference in line.references],
            bank_ref=card_number.masked(line.bank_ref),
            is_reversal=line.is_reversal,
            state=EntryState.OPEN if comes_in else EntryState.OUT,
        )

    def ignore(self, *, by: Member, reason: str) -> None:
        """Say that it is no payment of a client; the act can be undone."""
        reason = " ".join(reason.split())
        if not reason:
            raise Refusal(
                gettext("Say why, like “Transfer between our own accounts”."), field="reason"
            )
        if len(reason) > LONGEST_REASON:
            msg = gettext("A reason has at most {longest_reason} characters; shorten it.").format(
                longest_reason=LONGEST_REASON
            )
            raise Refusal(msg, field="reason")
        card_number.refuse(reason=reason)
        with acting(
            by=by, label=gettext("Ignored {shown} of the bank").format(shown=self.shown)
        ) as act:
            self.lock_open(act)
            self.decide(act, EntryState.IGNORED, reason=reason)

    def take_up(self, *, by: Member) -> None:
        """Match an ignored one after all."""
        with acting(
            by=by, label=gettext("Took up {shown} of the bank again").format(shown=self.shown)
        ) as act:
            act.lock(self)
            if self.state != EntryState.IGNORED:
                raise Refusal(gettext("It is not ignored; load the page anew."))
            act.change(self, state=EntryState.OPEN, reason="", decided_by=None, decided_at=None)

    def lock_open(self, act: Acting) -> None:
        """Lock it; refused where somebody decided about it meanwhile. Only verbs call this."""
        act.lock(self)
        if not self.is_open:
            state = within(EntryState(self.state).label)
            msg = gettext("This entry is {state} already. Load the page anew.").format(state=state)
            raise Refusal(msg)

    def lock_out(self, act: Acting) -> None:
        """Lock what went out; refused where somebody decided about it meanwhile. Only verbs call this."""
        act.lock(self)
        if self.state != EntryState.OUT:
            raise Refusal(gettext("This entry is booked already. Load the page anew."))

    def decide(self, act: Acting, state: EntryState, *, reason: str = "") -> None:
        """Keep what became of it. It is locked; only verbs call this."""
        now = timezone.now()
        act.change(self, state=state, reason=reason, decided_by=act.by, decided_at=now)

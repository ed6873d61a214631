from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Max
from django.utils import timezone

from atrium.billing.days import today_of
from atrium.billing.models import Invoice
from atrium.conversations.models import Message
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.payments.events import InvoiceReminded
from atrium.payments.models.fee import Fee
from atrium.payments.models.owed_again import OwedAgain
from atrium.payments.models.reminder_level import ReminderChannel, ReminderLevel
from atrium.payments.reminding import by_letter, by_mail, by_sms, enclosed, fees_of, words_for
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from datetime import date


class Reminder(Owned):
    """That an invoice was reminded of at a level: each level once, by a message in the conversation or a letter (V07).

    ``turn`` counts how often a payment of it was returned: the levels begin anew each time.
    ``stored_as`` is the letter as it was drawn, where it goes by post.
    """

    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="reminders", db_constraint=False, db_index=False
    )
    level = models.ForeignKey(
        ReminderLevel,
        models.PROTECT,
        related_name="reminders",
        db_constraint=False,
        db_index=False,
    )
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    stored_as = models.CharField(max_length=100, blank=True)
    owed = models.BigIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "invoice", "level", "turn"], name="reminder_once_a_level"
            ),
            SameOrganisation("invoice"),
            SameOrganisation("level"),
            SameOrganisation("message"),
            SameOrganisation("by"),
        ]
        indexes = [models.Index(fields=["organisation", "level"], name="reminder_by_level")]

    def __str__(self) -> str:
        return gettext("{level} of {invoice}").format(level=self.level, invoice=self.invoice)

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it."""
        invoice: Invoice = self.invoice
        return invoice.client_id

    @classmethod
    def next_of(cls, invoice: Invoice, levels: list[ReminderLevel]) -> ReminderLevel | None:
        """The level that follows those at which the invoice was reminded of."""
        turn, _ = OwedAgain.round_of(invoice)
        rows = cls.objects.filter(invoice=invoice, turn=turn)
        last = rows.aggregate(last=Max("level__after_days"))["last"] or 0
        return next((level for level in levels if level.after_days > last), None)

    @classmethod
    def send(cls, invoice: Invoice, level: ReminderLevel, *, by: Member | None) -> Reminder:
        """Remind of an overdue invoice by the level's channel, and ask for its fees.

        ``by`` None: Atrium itself, in the name of who issued the invoice or owns the client. Refused
        where nothing is overdue, where the level was sent before, and where nobody may be written to.
        """
        if level.channel == ReminderChannel.MAIL:
            enclosed(invoice)  # drawn and kept before anything is locked
        with acting(by=by, label=gettext("Reminded of {invoice}").format(invoice=invoice)) as act:
            invoice.lock_for_change(act)
            turn, since = cls._refuse_untimely(invoice, level)
            owed, client = invoice.left(), invoice.client
            row = cls(invoice=invoice, level=level, owed=owed, by=by, turn=turn)
            days = (today_of(client) - since).days
            for fee in fees_of(invoice, level, owed, days):
                fee.ask(invoice, by=by)
            row._deliver(by or _writer(invoice), words_for(invoice, by=by))
            act.insert(row)
            told = InvoiceReminded(
                invoice=str(invoice), shown=invoice.shown(owed), level=level.label
            )
            act.record(told, client=client, subject=invoice)
        return row

    @classmethod
    def _refuse_untimely(cls, invoice: Invoice, level: ReminderLevel) -> tuple[int, date]:
        """Which turn it is and since when the invoice is late; refused where it is not to be reminded of."""
        turn, since = OwedAgain.round_of(invoice)
        if Fee.objects.filter(invoice=invoice).exists():
            raise Refusal(
                gettext(
                    "{invoice} asks for a fee; it goes with the reminder of its invoice."
                ).format(invoice=invoice)
            )
        if invoice.left() <= 0:
            raise Refusal(
                gettext("{invoice} is paid; there is nothing to remind of.").format(invoice=invoice)
            )
        if invoice.due_on is None or since is None or invoice.due_on >= today_of(invoice.client):
            raise Refusal(gettext("{invoice} is not overdue yet.").format(invoice=invoice))
        if cls.objects.filter(invoice=invoice, level=level, turn=turn).exists():
            raise Refusal(
                gettext("“{level}” was sent for {invoice} already.").format(
                    level=level, invoice=invoice
                )
            )
        return turn, since

    def _deliver(self, writer: Member, words: dict[str, str]) -> None:
        if self.level.channel == ReminderChannel.LETTER:
            self.stored_as = by_letter(self.invoice, self.level, words)
        elif self.level.channel == ReminderChannel.SMS:
            self.message = by_sms(self.invoice, self.level, words, writer)
        else:
            self.message = by_mail(self.invoice, self.level, words, writer)


def _writer(invoice: Invoice) -> Member:
    for one in (invoice.issued_by, invoice.client.owner):
        if one is not None and one.is_active and one.can(Can.MAIL_SEND):
            return one
    raise Refusal(gettext("Nobody who works here any more could send it."))

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Max
from django.utils import timezone

from atrium.billing.days import today_of
from atrium.billing.models import Invoice
from atrium.billing.printed.keeping import name_of, paper_of
from atrium.clients.reach.asking import reach
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.writing import Enclosure, Receiver, Writing
from atrium.conversations.models import Level, Message
from atrium.conversations.richtext import paragraphs
from atrium.foundation.errors import Refusal
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.payments.events import InvoiceReminded
from atrium.payments.models.owed_again import OwedAgain
from atrium.payments.models.pay_link import PayLink
from atrium.payments.models.provider_account import ProviderAccount
from atrium.payments.models.reminder_level import ReminderLevel
from atrium.payments.reminder_words import filled
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.clients.models import Client


class Reminder(Owned):
    """That an invoice was reminded of at a level: each level once, by a message in the conversation (V07).

    ``turn`` counts how often a payment of it was returned: the levels begin anew each time.
    """

    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="reminders", db_constraint=False, db_index=False
    )
    level = models.ForeignKey(
        ReminderLevel, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
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

    def __str__(self) -> str:
        return f"{self.level} of {self.invoice}"

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
        """Remind of an overdue invoice, by mail to who is reached for bills.

        ``by`` None: Atrium itself, in the name of who issued the invoice or owns the client. Refused
        where nothing is overdue, where the level was sent before, and where nobody may be written to.
        """
        paper = _paper(invoice)
        with acting(by=by, label=f"Reminded of {invoice}") as act:
            invoice.lock_for_change(act)
            owed, client = invoice.left(), invoice.client
            today = today_of(client)
            if owed <= 0:
                raise Refusal(f"{invoice} is paid; there is nothing to remind of.")
            if invoice.due_on is None or invoice.due_on >= today:
                raise Refusal(f"{invoice} is not overdue yet.")
            turn, _ = OwedAgain.round_of(invoice)
            if cls.objects.filter(invoice=invoice, level=level, turn=turn).exists():
                raise Refusal(f"“{level}” was sent for {invoice} already.")
            writer = by or _writer(invoice)
            words = {
                "client.name": client.name,
                "invoice.number": str(invoice),
                "invoice.owed": invoice.shown(owed),
                "invoice.total": invoice.shown(invoice.total),
                "invoice.due": f"{invoice.due_on:%-d %B %Y}",
                "invoice.days": str((today - invoice.due_on).days),
                "invoice.link": PayLink.of(invoice, by=by).url if ProviderAccount.current() else "",
                "organisation.name": client.organisation.name,
            }
            writing = Writing(
                to=_receivers(client, invoice),
                subject=filled(level.subject, words),
                html=paragraphs(filled(level.text, words)),
                level=Level.ALL,
                purpose=Purpose.BILLING,
                files=paper,
            )
            message = post(client, writing, by=writer, fetched=True)
            row = cls(invoice=invoice, level=level, message=message, owed=owed, by=by)
            row.turn = turn
            act.insert(row)
            told = InvoiceReminded(
                invoice=str(invoice), shown=invoice.shown(owed), level=level.label
            )
            act.record(told, client=client, subject=invoice)
        return row


def _receivers(client: Client, invoice: Invoice) -> list[Receiver]:
    """Those who are reached for bills by mail; else the address that stands on the invoice."""
    answer = reach(client, Purpose.BILLING, at=timezone.now(), channels=frozenset({Channel.EMAIL}))
    found = [Receiver(way.address, way.party.name) for way in answer.reached]
    address = str(invoice.recipient.get("email", ""))
    if not found and address:
        found = [Receiver(address, client.name)]
    if not found:
        why = " ".join(f"{v.party.name}: {v.reason}." for v in answer.verdicts[:3])
        raise Refusal(f"Nobody can be written to about bills. {why}".strip())
    return found


def _writer(invoice: Invoice) -> Member:
    for one in (invoice.issued_by, invoice.client.owner):
        if one is not None and one.is_active and one.can(Can.MAIL_SEND):
            return one
    raise Refusal("Nobody who works here any more could send it.")


def _paper(invoice: Invoice) -> list[Enclosure]:
    """The invoice as it was printed; nothing for a draft, and where this machine cannot draw."""
    try:
        return [Enclosure(name_of(invoice), paper_of(invoice).content)]
    except Refusal:
        return []

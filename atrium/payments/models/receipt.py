from __future__ import annotations

import hashlib
from typing import ClassVar

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from atrium.billing.mailing import reached_for_bills
from atrium.billing.models import Payment
from atrium.billing.printed.words import language_of, words_in
from atrium.billing.printed.writing import Writing as Written
from atrium.billing.recipient import account_of, recipient_of
from atrium.clients.reach.words import Purpose
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.writing import Enclosure, Writing
from atrium.conversations.models import Level, Message
from atrium.conversations.richtext import paragraphs
from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.payments.events import PaymentThanked
from atrium.payments.models.wording import Wording
from atrium.payments.printed import Letter, letter_drawn
from atrium.payments.receipt_words import labels, method_in
from atrium.payments.reminder_words import filled
from atrium.timeline.acting import acting


class Receipt(Owned):
    """That a client was thanked for a payment, by a mail with the receipt (V10). What was drawn is kept."""

    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="receipts", db_constraint=False, db_index=False
    )
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    language = models.CharField(max_length=2)
    stored_as = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "payment"], name="receipt_once"),
            SameOrganisation("payment"),
            SameOrganisation("message"),
            SameOrganisation("by"),
        ]

    def __str__(self) -> str:
        return gettext("Receipt of {code}").format(code=self.payment.code)

    @property
    def client_id(self) -> int:
        """The client who was thanked."""
        payment: Payment = self.payment
        return payment.client_id

    @classmethod
    def of(cls, payment: Payment) -> Receipt | None:
        """The one that was sent, if one was."""
        found: Receipt | None = (
            cls.objects.filter(payment=payment).select_related("message").first()
        )
        return found

    @classmethod
    def thank(cls, payment: Payment, *, by: Member | None) -> Receipt:
        """Mail the receipt to who is reached for bills, in the client's language.

        ``by`` None: Atrium itself, in the name of who recorded the payment or owns the client.
        Refused where it was sent before, the payment is struck out, and nobody may be written to.
        """
        client, place = payment.client, payment.client.organisation
        language = language_for(payment)
        pdf = drawn_for(payment)
        with acting(by=by, label=gettext("Thanked for {code}").format(code=payment.code)) as act:
            payment.lock_for_change(act)
            if cls.objects.filter(payment=payment).exists():
                raise Refusal(
                    gettext("The receipt of {code} was sent already.").format(code=payment.code)
                )
            whom = reached_for_bills(client, recipient_of(client, account_of(client))["email"])
            if not whom.receivers:
                why = " ".join(f"{words}." for words in whom.barred[:3])
                raise Refusal(
                    gettext("Nobody can be written to about bills. {why}").format(why=why).strip()
                )
            subject, text = Wording.of(None, language)
            words = words_for(payment)
            writing = Writing(
                to=whom.receivers,
                subject=filled(subject, words),
                html=paragraphs(filled(text, words)),
                level=Level.ALL,
                purpose=Purpose.BILLING,
                files=[Enclosure(f"{payment.code}.pdf", pdf)],
            )
            message = post(client, writing, by=by or _writer(payment), fetched=True)
            row = cls(payment=payment, message=message, language=language, by=by)
            row.stored_as = files.keep(ContentFile(pdf), "receipts", ".pdf")
            row.sha256 = hashlib.sha256(pdf).hexdigest()
            payment.organisation = place
            act.insert(row)
            told = PaymentThanked(shown=payment.shown(payment.amount), payment=payment.code)
            act.record(told, client=client, subject=payment)
        return row

    @property
    def content(self) -> bytes:
        """The bytes as they were sent."""
        return files.read(self.stored_as)


def language_for(payment: Payment) -> str:
    """The language in which the client reads."""
    return language_of(payment.client.language)


def words_for(payment: Payment) -> dict[str, str]:
    """What is filled in."""
    language = language_for(payment)
    writing = Written(language, payment.currency)
    rows = payment.allocations.select_related("invoice").order_by("id")
    return {
        "client.name": payment.client.name,
        "payment.amount": writing.money(payment.amount),
        "payment.date": writing.day(payment.received_on),
        "payment.method": method_in(language, payment.method),
        "payment.number": payment.code,
        "payment.for": ", ".join(str(row.invoice) for row in rows),
        "organisation.name": payment.client.organisation.name,
    }


def drawn_for(payment: Payment) -> bytes:
    """The receipt as PDF, as it is today. Refused where the machine cannot draw."""
    language = language_for(payment)
    told, words = labels(language), words_in(language)
    writing = Written(language, payment.currency)
    rows = payment.allocations.select_related("invoice").order_by("id")
    listed = [(f"{told['for']} {row.invoice}", writing.money(row.amount)) for row in rows]
    free = payment.free()
    if free > 0:
        listed.append((told["credit"], writing.money(free)))
    facts = [
        (words["number"], payment.code),
        (told["on"], writing.day(payment.received_on)),
        (told["by"], method_in(language, payment.method)),
        (words["reference"], payment.reference[:60]),
    ]
    letter = Letter(
        language=language,
        title=f"{told['title']} {payment.code}",
        recipient=recipient_of(payment.client),
        facts=[(label, text) for label, text in facts if text],
        words=[told["lead"]],
        rows=listed,
        totals=[(f"{words['total']} {payment.currency}", writing.amount(payment.amount))],
    )
    return letter_drawn(letter, payment.client.organisation)


def _writer(payment: Payment) -> Member:
    for one in (payment.created_by, payment.client.owner):
        if one is not None and one.is_active and one.can(Can.MAIL_SEND):
            return one
    raise Refusal(gettext("Nobody who works here any more could send it."))

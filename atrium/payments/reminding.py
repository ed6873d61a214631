"""How a reminder reaches the client, in its language: by mail, by SMS, as a letter to print; and the fees it asks (V07)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db.models import Sum
from django.utils import timezone

from atrium.billing.days import today_of
from atrium.billing.mailing import reached_for_bills
from atrium.billing.models import Invoice
from atrium.billing.printed.keeping import name_of, paper_of
from atrium.billing.printed.words import language_of, words_in
from atrium.billing.printed.writing import Writing as Written
from atrium.clients.reach.asking import reach
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.writing import Enclosure, Writing
from atrium.conversations.models import Level, Message, Sms, SmsNumber
from atrium.conversations.models.sms import To
from atrium.conversations.richtext import paragraphs
from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.payments.models.fee import Fee, FeeKind
from atrium.payments.models.pay_link import PayLink
from atrium.payments.models.provider_account import ProviderAccount
from atrium.payments.models.wording import Wording
from atrium.payments.printed import Letter, letter_drawn
from atrium.payments.reminder_words import filled

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.payments.models.reminder_level import ReminderLevel

YEAR = 365


@dataclass(frozen=True)
class Wished:
    """A fee that a reminder asks for."""

    kind: FeeKind
    text: str
    amount: int

    def ask(self, invoice: Invoice, *, by: Member | None) -> Fee:
        """By an invoice of its own."""
        return Fee.ask(
            invoice.client,
            by=by,
            kind=self.kind,
            text=self.text,
            amount=self.amount,
            currency=invoice.currency,
            about=invoice,
        )


def fees_of(invoice: Invoice, level: ReminderLevel, owed: int, days: int) -> Iterator[Wished]:
    """What the level asks for: its fee, and the interest that was not asked for before.

    Interest is simple: what is owed x per cent x days / 365, rounded half up. A fee is in the
    organisation's currency, and asked of invoices in it alone.
    """
    if level.fee and invoice.currency == invoice.client.organisation.currency:
        yield Wished(
            FeeKind.REMINDER, f"{level.label}: {FeeKind.REMINDER.label}, {invoice}", level.fee
        )
    if level.interest:
        whole = interest(owed, level.interest, days)
        rows = Fee.objects.filter(about=invoice, kind=FeeKind.INTEREST)
        asked = rows.aggregate(sum=Sum("amount"))["sum"] or 0
        if whole > asked:
            percent = f"{level.interest.normalize():f}"
            text = gettext(
                "Interest of {percent} % a year on {amount} of {invoice}, {days} days"
            ).format(percent=percent, amount=invoice.shown(owed), invoice=invoice, days=days)
            yield Wished(FeeKind.INTEREST, text, whole - asked)


def interest(owed: int, percent: Decimal, days: int) -> int:
    """Simple interest in minor units, by days of a year of 365."""
    exact = Decimal(owed) * percent / 100 * max(days, 0) / YEAR
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def language_for(invoice: Invoice) -> str:
    """The language in which the client reads."""
    return language_of(invoice.recipient.get("language", "") or invoice.client.language)


def words_for(invoice: Invoice, *, by: Member | None) -> dict[str, str]:
    """What is filled in; the open fees are told beside what is owed, and in the sum of both."""
    client, owed = invoice.client, invoice.left()
    writing = Written(language_for(invoice), invoice.currency)
    fees = open_fees(invoice)
    due = invoice.due_on
    assert due is not None, "what is reminded of was due on a day"
    return {
        "client.name": client.name,
        "invoice.number": str(invoice),
        "invoice.owed": invoice.shown(owed),
        "invoice.total": invoice.shown(invoice.total),
        "invoice.fees": invoice.shown(fees) if fees else "",
        "invoice.sum": invoice.shown(owed + fees),
        "invoice.due": writing.day(due).replace("\u00a0", " "),
        "invoice.days": str((today_of(client) - due).days),
        "invoice.link": PayLink.of(invoice, by=by).url if ProviderAccount.current() else "",
        "organisation.name": client.organisation.name,
    }


def open_fees(invoice: Invoice) -> int:
    """What of the fees about an invoice is still owed, in minor units."""
    keys = Fee.objects.filter(about=invoice).values("invoice")
    rows: Any = Invoice.objects.open().filter(pk__in=keys, currency=invoice.currency)
    return sum(row.balance for row in rows.with_balance())


def by_mail(
    invoice: Invoice, level: ReminderLevel, words: dict[str, str], writer: Member
) -> Message:
    """To who is reached for bills; else to the address that stands on the invoice. Its paper goes with it."""
    whom = reached_for_bills(invoice.client, str(invoice.recipient.get("email", "")))
    if not whom.receivers:
        why = " ".join(f"{words}." for words in whom.barred[:3])
        raise Refusal(
            gettext("Nobody can be written to about bills. {why}").format(why=why).strip()
        )
    subject, text = Wording.of(level, language_for(invoice))
    writing = Writing(
        to=whom.receivers,
        subject=filled(subject, words),
        html=paragraphs(filled(text, words)),
        level=Level.ALL,
        purpose=Purpose.BILLING,
        files=enclosed(invoice),
    )
    return post(invoice.client, writing, by=writer, fetched=True)


def by_sms(
    invoice: Invoice, level: ReminderLevel, words: dict[str, str], writer: Member
) -> Message:
    """To the first who is reached for bills by SMS, from the usual number."""
    number = SmsNumber.objects.usable_by(writer).first()
    if number is None:
        raise Refusal(gettext("There is no number to send SMS from. Add one under Settings, SMS."))
    ways = frozenset({Channel.SMS})
    answer = reach(invoice.client, Purpose.BILLING, at=timezone.now(), channels=ways)
    if not answer.reached:
        why = " ".join(f"{one.party.name}: {one.reason}." for one in answer.verdicts[:3])
        raise Refusal(
            gettext("Nobody can be reached by SMS about bills. {why}").format(why=why).strip()
        )
    way = answer.reached[0]
    _, text = Wording.of(level, language_for(invoice))
    to = [To(way.address, way.party.name)]
    return Sms.write(invoice.client, filled(text, words), to, by=writer, number=number)[0]


def by_letter(invoice: Invoice, level: ReminderLevel, words: dict[str, str]) -> str:
    """Draw it and keep it; the name under which it is stored."""
    subject, text = Wording.of(level, language_for(invoice))
    pdf = letter(invoice, filled(subject, words), filled(text, words))
    return files.keep(ContentFile(pdf), "reminders", ".pdf")


def letter(invoice: Invoice, subject: str, text: str) -> bytes:
    """The reminder as PDF: what is owed, its fees, and the sum. Refused where the machine cannot draw."""
    language = language_for(invoice)
    told, writing = words_in(language), Written(language, invoice.currency)
    owed = invoice.left()
    rows: Any = Invoice.objects.open().filter(is_fee__about=invoice).with_balance()
    fees = [(str(row.lines.first() or row), row.balance) for row in rows.order_by("id")]
    whole = owed + sum(amount for _, amount in fees)
    facts = [
        (told["number"], str(invoice)),
        (told["date"], writing.day(today_of(invoice.client))),
        (told["due"], writing.day(invoice.due_on)),
    ]
    listed = [(f"{told['invoice']} {invoice}", owed), *fees]
    made = Letter(
        language=language,
        title=subject,
        recipient=invoice.recipient,
        facts=facts,
        words=[part for part in text.split("\n\n") if part.strip()],
        rows=[(label, writing.money(amount)) for label, amount in listed],
        totals=[(f"{told['total']} {invoice.currency}", writing.amount(whole))],
    )
    return letter_drawn(made, invoice.client.organisation)


def enclosed(invoice: Invoice) -> list[Enclosure]:
    """The invoice as it was printed; nothing where this machine cannot draw."""
    try:
        return [Enclosure(name_of(invoice), paper_of(invoice).content)]
    except Refusal:
        return []

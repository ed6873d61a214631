"""One invoice with everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from atrium.billing.days import today_of
from atrium.billing.models import DRAFT_TITLES, Allocation, Invoice, Kind, Line, Standing
from atrium.billing.printed.composing import notices
from atrium.billing.printed.words import words_in
from atrium.clients import lexicon
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.prices.units import UNITS
from atrium.profile.terms import PaymentTerms


@dataclass(frozen=True)
class Counted:
    """Something that counts against what is owed: when, what, how much, and where it stands."""

    on: date
    what: str
    amount: str
    url: str = ""
    note: str = ""
    key: str = ""


class Sheet:
    """Answers the parts of an invoice's page; each is read once, when it is first asked for."""

    def __init__(self, invoice: Any, member: Member) -> None:
        self.invoice, self.member = invoice, member
        self.words = lexicon.of(member.organisation)
        self.today = today_of(invoice.client)
        live = not invoice.client.is_archived
        self.may_edit = member.can(Can.MONEY_EDIT) and live and invoice.is_draft
        self.may_issue = member.can(Can.MONEY_ISSUE)
        self.may_take = member.can(Can.MONEY_TAKE)
        self.may_copy = member.can(Can.MONEY_EDIT) and live and invoice.kind != Kind.CREDIT

    @property
    def title(self) -> str:
        invoice: Invoice = self.invoice
        return invoice.number or str(DRAFT_TITLES[invoice.kind_as])

    @cached_property
    def standing(self) -> Standing:
        found: Standing = self.invoice.standing(self.today, sent=self.invoice.was_sent)
        return found

    @property
    def is_open(self) -> bool:
        return bool(self.invoice.balance)

    @property
    def may_credit(self) -> bool:
        """Whether something of it can be credited or cancelled."""
        invoice = self.invoice
        return self.may_issue and invoice.state == "issued" and invoice.kind != Kind.CREDIT

    @property
    def may_deduct(self) -> bool:
        """Whether a final invoice can still take this deposit off."""
        invoice: Invoice = self.invoice
        if invoice.kind != Kind.DEPOSIT or not self.may_copy:
            return False
        return Invoice.objects.deposits(invoice.client).filter(pk=invoice.pk).exists()

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        return [self._line(line) for line in self.invoice.lines.all()]

    def _line(self, line: Line) -> dict[str, Any]:
        shown = self.invoice.shown
        return {
            "text": line.text,
            "quantity": f"{line.quantity.normalize():f}",
            "unit": UNITS[line.unit].short if line.unit in UNITS else "",
            "price": shown(line.price_minor),
            "discount": f"{line.discount.normalize():f}%" if line.discount else "",
            "tax": line.tax_name or (f"{line.tax_percent.normalize():f}%"),
            "amount": shown(line.amount),
            "rule": line.rule,
        }

    @property
    def taxes(self) -> list[tuple[str, str, str]]:
        """Name, net amount and tax of each rate."""
        shown = self.invoice.shown
        return [
            (r["name"] or f"{r['percent']}%", shown(r["net"]), shown(r["tax"]))
            for r in self.invoice.taxes
        ]

    @property
    def notices(self) -> list[str]:
        """Why no tax is charged, as the paper says it."""
        return notices(self.invoice, words_in("en"))

    @property
    def sums(self) -> dict[str, str]:
        """What it comes to, and what is owed of it."""
        invoice, shown = self.invoice, self.invoice.shown
        return {
            "net": shown(invoice.net),
            "tax": shown(invoice.tax),
            "adjustment": shown(invoice.adjustment) if invoice.adjustment else "",
            "total": shown(invoice.total),
            "balance": shown(invoice.balance),
        }

    @cached_property
    def counted(self) -> list[Counted]:
        """Payments, credit notes and write-offs, by their day."""
        shown, found = self.invoice.shown, []
        rows = Allocation.objects.filter(invoice=self.invoice).select_related("payment")
        place = self.member.organisation
        for row in rows:
            row.payment.organisation = place
            what = gettext("{code} by {method_as}").format(
                code=row.payment.code, method_as=row.payment.method_as.label
            )
            url, note = row.payment.get_absolute_url(), row.payment.reference
            found.append(Counted(row.payment.received_on, what, shown(row.amount), url, note))
        for one in self.invoice.credit_notes.filter(number__isnull=False):
            one.organisation = place
            url = one.get_absolute_url()
            found.append(Counted(one.issued_on, str(one), shown(one.total), url, one.reason))
        for off in self.invoice.write_offs.all():
            key = str(off.public_id)
            found.append(
                Counted(off.on, gettext("Written off"), shown(off.amount), "", off.reason, key)
            )
        before = self.invoice.paid_elsewhere
        if before:
            day = self.invoice.paid_elsewhere_on or self.invoice.issued_on
            found.append(Counted(day, gettext("Paid before it came here"), shown(before)))
        return sorted(found, key=lambda one: one.on)

    @property
    def terms(self) -> str:
        return PaymentTerms.read(self.invoice.terms).words if self.invoice.terms else ""

    @property
    def sendings(self) -> list[Any]:
        return list(self.invoice.sendings.all())

    @property
    def created_by(self) -> Member | None:
        return self.words.members.get(self.invoice.created_by_id or 0)

    @property
    def issued_by(self) -> Member | None:
        return self.words.members.get(self.invoice.issued_by_id or 0)

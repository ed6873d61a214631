"""An invoice written out: every word and number, in the language of who gets it.

It reads what the invoice keeps (its snapshots and lines), never what the client says today.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from atrium.billing.models.standing import Kind
from atrium.billing.printed.epc import epc_code
from atrium.billing.printed.paper import NOTHING, Paper, PaperLine, side_of
from atrium.billing.printed.swiss import Party, swiss_bill
from atrium.billing.printed.words import language_of, unit_in, words_in
from atrium.billing.printed.writing import Writing
from atrium.foundation.formats import bank

if TYPE_CHECKING:
    from atrium.billing.models import Invoice, Line

SPOKEN = {
    "DE": "de",
    "AT": "de",
    "CH": "de",
    "FR": "fr",
    "IT": "it",
    "ES": "es",
    "NL": "nl",
    "PL": "pl",
}
SPOKEN |= {"LI": "de", "LU": "fr", "BE": "nl"}
_UNTAXED = ("AE", "K", "G", "E", "O")


def notices(invoice: Invoice, words: Mapping[str, str]) -> list[str]:
    """Why no tax is charged, for each such category: in the words of its rate, else in our own."""
    said = {each["category"]: each.get("reason", "") for each in invoice.taxes}
    if invoice.reverse_charge:
        said.setdefault("AE", "")
    return [said[category] or words[category] for category in _UNTAXED if category in said]


class Composer:
    """Writes an invoice out."""

    def __init__(self, invoice: Invoice, lines: Sequence[Line], *, logo: bool = False) -> None:
        self.invoice, self.rows, self.logo = invoice, lines, logo
        self.seller, self.recipient = invoice.seller, invoice.recipient
        usual = SPOKEN.get(self.seller.get("country", ""), "en")
        self.language = language_of(self.recipient.get("language", ""), usual)
        self.words = words_in(self.language)
        self.writing = Writing(self.language, invoice.currency)

    def paper(self) -> Paper:
        """The paper."""
        invoice = self.invoice
        title = f"{self.words[invoice.kind]} {invoice.number or ''}".strip()
        code, slip = self._codes()
        return Paper(
            language=self.language,
            title=title,
            currency=invoice.currency,
            is_draft=invoice.is_draft,
            seller=self.seller,
            recipient=self.recipient,
            facts=self._facts(),
            lead=self._lead(),
            lines=self._lines(),
            totals=self._totals(),
            notices=self._notices(),
            ask=self._ask(),
            bank=self._bank(),
            footer=invoice.footer,
            logo=self.logo,
            code=code,
            slip=slip,
        )

    @property
    def _asks(self) -> bool:
        return self.invoice.kind != Kind.CREDIT and self.invoice.total > 0

    def _facts(self) -> list[tuple[str, str]]:
        invoice, day = self.invoice, self.writing.day
        service = self.writing.period(invoice.service_from, invoice.service_to)
        told = [
            (self.words["number"], invoice.number or ""),
            (self.words["date"], day(invoice.dated_on)),
            (self.words["service"], service),
            (self.words["due"], day(invoice.due_on) if self._asks else ""),
            (self.words["reference"], invoice.reference or self.recipient.get("reference", "")),
            (self.words["buyer_tax_id"], self.recipient.get("tax_id", "")),
        ]
        return [(label, text) for label, text in told if text]

    def _lead(self) -> list[str]:
        invoice, told = self.invoice, list[str]()
        if invoice.credits is not None:
            day = self.writing.day(invoice.credits.issued_on)
            told.append(
                self.words["corrects"].format(number=invoice.credits.number or "", date=day)
            )
        if invoice.reason:
            told.append(f"{self.words['reason']}: {invoice.reason}")
        return [*told, *filter(None, [invoice.note])]

    def _lines(self) -> list[PaperLine]:
        carried, found = 0, list[PaperLine]()
        for row in self.rows:
            carried += row.amount
            sofar = self.writing.money(carried)
            text = row.text.splitlines() or [""]
            found.append(
                PaperLine(
                    text=text,
                    side=side_of(text[0]),
                    quantity=self.writing.digits(row.quantity),
                    unit=unit_in(self.language, row.unit),
                    price=self.writing.amount(row.price_minor),
                    discount=f"{self.writing.digits(row.discount)} %" if row.discount else "",
                    tax=self._rate(row.tax_percent, row.tax_category),
                    amount=self.writing.amount(row.amount),
                    carried=f"{self.words['carried']} {sofar}",
                    brought=f"{self.words['brought']} {sofar}",
                )
            )
        return found

    def _rate(self, percent: Decimal, category: str) -> str:
        return category if category in _UNTAXED else f"{self.writing.digits(percent)} %"

    def _totals(self) -> list[tuple[str, str, bool]]:
        invoice, amount = self.invoice, self.writing.amount
        rows = [(self.words["net"], amount(invoice.net), False)]
        for each in invoice.taxes:
            if each["category"] in _UNTAXED:
                continue
            percent = self.writing.digits(Decimal(each["percent"]))
            of = f"{self.words['tax']} {percent} % {self.words['on']} {amount(each['net'])}"
            rows.append((of, amount(each["tax"]), False))
        if invoice.adjustment:
            rows.append((self.words["rounding"], amount(invoice.adjustment), False))
        return [*rows, (f"{self.words['total']} {invoice.currency}", amount(invoice.total), True)]

    def _notices(self) -> list[str]:
        told = notices(self.invoice, self.words)
        if self.invoice.inclusive and self.invoice.tax:
            told.append(self.words["inclusive"])
        return told

    def _ask(self) -> str:
        invoice = self.invoice
        amount = self.writing.money(invoice.total)
        if invoice.kind == Kind.CREDIT:
            return self.words["credited"].format(amount=amount)
        if not self._asks:
            return ""
        return self.words["pay_by"].format(amount=amount, date=self.writing.day(invoice.due_on))

    def _bank(self) -> list[tuple[str, str]]:
        iban = self.seller.get("iban", "")
        if not self._asks or not iban:
            return []
        told = [
            (self.words["holder"], self.seller["name"]),
            ("IBAN", bank.grouped(iban)),
            ("BIC", self.seller.get("bic", "")),
            (self.words["bank"], self.seller.get("bank_name", "")),
            (self.words["purpose"], self.invoice.number or ""),
        ]
        return [(label, text) for label, text in told if text]

    def _codes(self) -> tuple[SafeString, SafeString]:
        """The EPC code and the Swiss payment part, where each may stand."""
        invoice, iban = self.invoice, self.seller.get("iban", "")
        if not self._asks or not iban or not invoice.number:
            return NOTHING, NOTHING
        if slip := self._slip(iban):
            return NOTHING, slip
        code = epc_code(
            name=self.seller["name"],
            iban=iban,
            amount=invoice.total,
            currency=invoice.currency,
            text=invoice.number,
            bic=self.seller.get("bic", ""),
        )
        if code is None:
            return NOTHING, NOTHING
        drawn = io.BytesIO()
        code.save(drawn, kind="svg", xmldecl=False, border=0, omitsize=True)
        return mark_safe(drawn.getvalue().decode()), NOTHING  # noqa: S308 - drawn by segno from numbers alone

    def _slip(self, iban: str) -> SafeString:
        parties = [
            Party(one.get("name", ""), one.get("lines", []), one.get("country", ""))
            for one in (self.seller, self.recipient)
        ]
        drawn = swiss_bill(
            seller=parties[0],
            buyer=parties[1],
            iban=iban,
            amount=self.invoice.total,
            currency=self.invoice.currency,
            number=self.invoice.number or "",
            language=self.language,
        )
        if drawn is None:
            return NOTHING
        svg = drawn[drawn.index("<svg") :]
        return mark_safe(svg)  # noqa: S308 - drawn by qrbill, which escapes what is written into it

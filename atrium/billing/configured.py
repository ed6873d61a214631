"""What invoices put into the configuration of an organisation: how they are made, not who sends them."""

from __future__ import annotations

from typing import Any

from atrium.billing.models import Seller
from atrium.configuration.part import Entry, Kind, Part, configures, left_out
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can


class InvoicePart(Part):
    """Numbering, terms, rounding."""

    slug, label, order = "invoices", gettext_lazy("Invoices"), 520
    needs = Can.ORGANISATION_EDIT
    model = Seller
    says = {
        "invoice_series": Kind.TEXT,
        "credit_series": Kind.TEXT,
        "payment_terms": Kind.TEXT,
        "inclusive": Kind.FLAG,
        "rounding": Kind.TEXT,
        "mode": Kind.TEXT,
        "step": Kind.NUMBER,
    }
    # Who sends them: name, numbers and bank are this organisation's alone.
    unsaid = frozenset(
        "legal_name address tax_id registration email phone website bank_name iban bic footer".split()
    )
    key = ()
    single = True

    def rows(self, by: Member) -> list[Any]:
        return [Seller.of(by.organisation)]

    def anew(self, row: Any) -> Any:
        return Seller.of(row.organisation)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        Seller.edit(by.organisation, by=by, **self.entry(row) | entry)


configures(InvoicePart())
left_out(
    gettext_lazy("Letterhead"),
    gettext_lazy("Logo, bank and tax numbers are of one business alone."),
    "billing.letterhead",
)

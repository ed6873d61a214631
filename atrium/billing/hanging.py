"""What the papers of invoices hang on the settings, and that what left is not undone."""

from __future__ import annotations

from atrium.billing import mailing
from atrium.billing.printed import mark
from atrium.clients.taking_back import DECIDED
from atrium.clients.telling import NO_UNDO
from atrium.foundation.navigation import UPKEEP, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

__all__ = ["mailing", "mark"]

DECIDED.add("billing.invoicesending")
NO_UNDO.update(("invoice.sent", "invoice.opened", "statement.sent"))
nav_item(
    label=gettext_lazy("Accounting"),
    icon="book-open-check",
    url_name="accounting",
    order=45,
    group=UPKEEP,
    needs=Can.CLIENTS_SEE_ALL,
)
settings_page(
    label=gettext_lazy("Invoices"),
    icon="receipt",
    url_name="invoice-settings",
    order=410,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy("Who sends the invoices, their bank, tax numbers, letterhead and numbering."),
    words="billing bills vat tax iban logo seller numbers due days terms",
    kept=("billing.seller", "billing.letterhead"),
)

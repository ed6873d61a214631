"""Invoices and payments go to the client that stays, with all that hangs on them; nothing of them can collide."""

from __future__ import annotations

from atrium.clients.merge_rules import goes_along, loose, moves_all
from atrium.foundation.translation import gettext_lazy

moves_all("billing.invoice", noun=gettext_lazy("invoices"))
moves_all("billing.payment", noun=gettext_lazy("payments"))
moves_all("billing.invoiceplan", noun=gettext_lazy("recurring invoices"))
# A credit note belongs to the invoice that it corrects.
goes_along("billing.invoice", "credits")
loose(
    "billing.invoice.subject_id",
    kept_by=gettext_lazy("names a job or project, which are never merged"),
)

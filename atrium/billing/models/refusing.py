"""What is refused of an invoice because of how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.billing.models.standing import Kind
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice


def refuse_issued(invoice: Invoice) -> None:
    """Refused where it is no draft any more."""
    if not invoice.is_draft:
        msg = gettext("{invoice} is issued and stands as it is; credit or cancel it, or copy it.")
        raise Refusal(msg.format(invoice=invoice))


def refuse_draft(invoice: Invoice) -> None:
    """Refused where it is a draft yet."""
    if invoice.is_draft:
        raise Refusal(gettext("This is a draft. Issue it first."))


def refuse_credit(invoice: Invoice) -> None:
    """Refused where it asks for no money."""
    if invoice.kind == Kind.CREDIT:
        msg = gettext("{invoice} is a credit note: nothing is owed of it.")
        raise Refusal(msg.format(invoice=invoice))

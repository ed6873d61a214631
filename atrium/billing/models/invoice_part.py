from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.organisations.owned import Owned

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice


class InvoicePart(Owned):
    """A row that belongs to one invoice, in its field ``invoice``; whose it is follows from that."""

    if TYPE_CHECKING:
        invoice: Any

    class Meta(Owned.Meta):
        abstract = True

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it, and whom an undo must see."""
        invoice: Invoice = self.invoice
        return invoice.client_id

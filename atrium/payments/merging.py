"""Cards and charges go to the client that stays; of two usual cards the one that stays keeps its place."""

from __future__ import annotations

from atrium.clients.merge_rules import Moving, goes_along, moves, moves_all, stands_free
from atrium.foundation.translation import gettext_lazy

moves_all("payments.charge", noun=gettext_lazy("charges"))
moves_all("payments.billed")
goes_along("payments.billed", "invoice")
goes_along("payments.charge", "card")
# Whose payment it became is told by the payment.
stands_free("payments.charge", "payment")


@moves("payments.card", noun=gettext_lazy("cards on file"), one=str)
def cards(moving: Moving) -> None:
    """One usual card for each client."""
    has = any(row.is_default and row.removed_at is None for row in moving.standing)
    for row in moving.rows:
        if row.is_default and has:
            moving.set(row, is_default=False)
        has = has or (row.is_default and row.removed_at is None)

"""Cards and charges go to the client that stays; of two usual cards the one that stays keeps its place."""

from __future__ import annotations

from atrium.clients.merge_rules import Moving, moves, moves_all

moves_all("payments.charge", noun="charges")


@moves("payments.card", noun="cards on file", one=str)
def cards(moving: Moving) -> None:
    """One usual card for each client."""
    has = any(row.is_default and row.removed_at is None for row in moving.standing)
    for row in moving.rows:
        if row.is_default and has:
            moving.set(row, is_default=False)
        has = has or (row.is_default and row.removed_at is None)

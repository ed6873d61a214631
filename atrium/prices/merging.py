"""Agreed prices when clients are merged."""

from __future__ import annotations

from atrium.clients.merge_rules import Moving, moves
from atrium.foundation.translation import gettext, gettext_lazy


@moves("prices.agreedprice", noun=gettext_lazy("agreed prices"))
def agreed(moving: Moving) -> None:
    """What would hold beside another one for the same item on the same day stays where it was."""
    standing = list(moving.standing)
    for row in moving.rows:
        if any(row.clashes_with(other) for other in standing):
            moving.keep_back(row, gettext("another price is agreed for the same item and days"))
        else:
            standing.append(row)

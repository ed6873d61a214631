"""What goes along when a draft invoice is thrown away: apps above say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice
    from atrium.timeline.acting import Acting

type Goes = Callable[[Invoice, Acting], None]
GOING: list[Goes] = []


def goes_with_draft(function: Goes) -> Goes:
    """Call the function, in the act, before a draft goes."""
    GOING.append(function)
    return function

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from atrium.billing.models.seller import RoundTax, TaxMode
from atrium.billing.reckoning import Reckoned, reckon
from atrium.foundation.formats import money
from atrium.organisations.owned import Owned

if TYPE_CHECKING:
    from atrium.billing.models.line import Line


class Charged(Owned):
    """How a paper with lines is reckoned, and what it comes to, in minor units of its currency.

    ``taxes`` has a line for each rate: {"name", "category", "percent", "net", "tax"}.
    """

    currency = models.CharField(max_length=3)
    inclusive = models.BooleanField(default=False)
    reverse_charge = models.BooleanField(default=False)
    rounding = models.CharField(max_length=10, choices=RoundTax, default=RoundTax.TOTAL)
    mode = models.CharField(max_length=10, choices=TaxMode, default=TaxMode.HALF)
    step = models.PositiveSmallIntegerField(default=1)
    net = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    adjustment = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    taxes: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list, blank=True)

    class Meta(Owned.Meta):
        abstract = True

    def shown(self, amount: int) -> str:
        """An amount of it, as people read it."""
        return money.shown(amount, self.currency)

    def reckoned(self, lines: Sequence[Line]) -> Reckoned:
        """What it comes to with these lines."""
        return reckon(
            [line.priced for line in lines],
            inclusive=self.inclusive,
            rounding=self.rounding,
            mode=self.mode,
            step=self.step,
        )

    def sum_up(self, lines: Sequence[Line]) -> None:
        """Put what the lines come to onto a row that is not saved yet."""
        for name, value in kept(self.reckoned(lines)).items():
            setattr(self, name, value)


def kept(sums: Reckoned) -> dict[str, Any]:
    """What is kept of what it comes to."""
    return {
        "net": sums.net,
        "tax": sums.tax,
        "adjustment": sums.adjustment,
        "total": sums.total,
        "taxes": [
            {
                "name": one.name,
                "category": one.category,
                "percent": f"{one.percent:f}",
                "net": one.net,
                "tax": one.tax,
            }
            for one in sums.by_rate
        ],
    }

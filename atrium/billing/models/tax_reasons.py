"""Why no tax is charged: what the law wants printed, copied from the rates when an invoice is issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from atrium.foundation.formats.names import fold
from atrium.prices.models import TaxCategory, TaxRate

if TYPE_CHECKING:
    from atrium.billing.models.line import Line

_TAXED = frozenset({TaxCategory.STANDARD, TaxCategory.ZERO})


def with_reasons(values: Mapping[str, Any], lines: Sequence[Line]) -> dict[str, Any]:
    """The values with a ``reason`` at each of their ``taxes`` that is nought: of the rates that the lines name."""
    taxes: list[dict[str, Any]] = values["taxes"]
    wanted = {each["category"] for each in taxes} - _TAXED
    if not wanted:
        return dict(values)
    rates = list(TaxRate.objects.live().filter(category__in=wanted).exclude(reason=""))
    named = {(line.tax_category, fold(line.tax_name)) for line in lines}
    found = []
    for each in taxes:
        mine = [rate for rate in rates if rate.category == each["category"]]
        exact = [rate for rate in mine if (rate.category, rate.name_key) in named]
        said = dict.fromkeys(rate.reason for rate in exact or mine[:1])
        found.append(each | {"reason": " ".join(said)} if said else each)
    return {**values, "taxes": found}

"""The arithmetic of an invoice: lines, taxes and roundings. Pure: whole minor units in, the same out.

A line comes to quantity x price less its discount, rounded half up to a minor unit (EN 16931 BT-131).
Where prices exclude tax the tax is added: once per rate on the sum of its lines (``total``, EN 16931
BR-CO-17, Germany, Japan), or on each line (``line``, allowed by HMRC for retailers). Where prices
include tax it is taken out of the same sums. ``mode`` says how a part of a minor unit of tax is
rounded: half up, always down (Japan, HMRC 17.5) or always up. ``step`` rounds what is to be paid to
the smallest coin (5 rappen, a whole krona); the difference is kept apart (EN 16931 BT-114).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Literal

type Rounding = Literal["line", "total"]
type Mode = Literal["half", "down", "up"]

_MODES = {"half": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}
_HUNDRED, _ONE = Decimal(100), Decimal(1)


@dataclass(frozen=True, slots=True)
class Priced:
    """A line as it is reckoned: ``price`` in minor units for one, ``discount`` and ``percent`` in percent.

    ``category`` is one of the UNCL 5305 codes: S, Z, E, AE, O, K, G.
    """

    quantity: Decimal
    price: int
    discount: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)
    category: str = "S"
    name: str = ""

    @property
    def amount(self) -> int:
        """What the line comes to, in minor units."""
        return rounded(self.quantity * self.price * (_HUNDRED - self.discount) / _HUNDRED)

    @property
    def rate(self) -> tuple[str, Decimal]:
        return self.category, self.percent.normalize()


@dataclass(frozen=True, slots=True)
class OfRate:
    """What stands under one rate: the net amount and its tax."""

    name: str
    category: str
    percent: Decimal
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What an invoice comes to. ``total`` is net, tax and ``adjustment`` (to the smallest coin) together."""

    net: int
    tax: int
    total: int
    by_rate: list[OfRate]
    amounts: list[int]
    adjustment: int = 0


def reckon(
    lines: Iterable[Priced],
    *,
    inclusive: bool = False,
    rounding: str = "total",
    mode: str = "half",
    step: int = 1,
) -> Reckoned:
    """What the lines come to. Raises KeyError for a mode there is not."""
    rows = list(lines)
    amounts = [row.amount for row in rows]
    of_rate: dict[tuple[str, Decimal], list[int]] = {}
    names: dict[tuple[str, Decimal], str] = {}
    for row, amount in zip(rows, amounts, strict=True):
        of_rate.setdefault(row.rate, []).append(amount)
        names.setdefault(row.rate, row.name)
    by_rate = []
    for (category, percent), some in of_rate.items():
        sums: Sequence[int] = some if rounding == "line" else [sum(some)]
        tax = sum(tax_of(amount, percent, inclusive=inclusive, mode=mode) for amount in sums)
        net = sum(some) - tax if inclusive else sum(some)
        by_rate.append(OfRate(names[category, percent], category, percent, net, tax))
    net, tax = sum(one.net for one in by_rate), sum(one.tax for one in by_rate)
    total = to_step(net + tax, step)
    return Reckoned(net, tax, total, by_rate, amounts, total - net - tax)


def tax_of(amount: int, percent: Decimal, *, inclusive: bool, mode: str = "half") -> int:
    """The tax on an amount without it, or inside an amount with it."""
    whole = _HUNDRED + percent if inclusive else _HUNDRED
    return rounded(amount * percent / whole, mode)


def rounded(value: Decimal, mode: str = "half") -> int:
    """A whole number of minor units; what is below nought is rounded as its opposite is."""
    return int(value.quantize(_ONE, _MODES[mode]))


def to_step(amount: int, step: int) -> int:
    """The nearest multiple of the smallest coin, half of it upwards."""
    return amount if step <= 1 else rounded(Decimal(amount) / step) * step


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """``amount`` divided in these proportions, without losing a minor unit: the last takes the rest.

    Weights must not sum to nought.
    """
    whole, given, so_far, found = sum(weights), 0, 0, []
    for weight in weights:
        so_far += weight
        upto = Decimal(amount) * so_far / whole
        here = int(upto.quantize(_ONE, ROUND_FLOOR if amount >= 0 else ROUND_CEILING))
        found.append(here - given)
        given = here
    return found

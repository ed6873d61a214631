"""What stands on the paper of an invoice, ready to be drawn."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from atrium.foundation.formats import bank

NOTHING = mark_safe("")


@dataclass(frozen=True)
class PaperLine:
    """One line, written out. ``carried`` and ``brought`` are what the pages say that end and begin with it."""

    text: list[str]
    side: str
    quantity: str
    unit: str
    price: str
    discount: str
    tax: str
    amount: str
    carried: str
    brought: str


@dataclass(frozen=True, kw_only=True)
class Sheeted:
    """What every paper says around its content: from whom, to whom, and what stands beside the address."""

    language: str
    title: str
    seller: dict[str, Any]
    recipient: dict[str, Any]
    facts: list[tuple[str, str]]
    logo: bool
    is_draft: bool = False

    @property
    def address(self) -> list[tuple[str, str]]:
        """The lines of the recipient's address, each with the side that it is read from."""
        return [(line, side_of(line)) for line in self.recipient.get("lines", [])]

    @property
    def recipient_side(self) -> str:
        return side_of(self.recipient.get("name", ""))

    @property
    def seller_side(self) -> str:
        return side_of(self.seller.get("name", ""))

    @property
    def sender_line(self) -> str:
        """Where the letter is from, in the small line of its window."""
        return " · ".join([self.seller["name"], *self.seller.get("lines", [])])

    @property
    def reached(self) -> list[str]:
        names = ("phone", "email", "website")
        return [self.seller[name] for name in names if self.seller.get(name)]

    @property
    def registered(self) -> list[str]:
        """Tax ID, register and bank, as they stand at the foot."""
        told = [self.seller.get("tax_id"), self.seller.get("registration")]
        if self.seller.get("iban"):
            told.append(bank.grouped(self.seller["iban"]))
        return [text for text in told if text]


@dataclass(frozen=True, kw_only=True)
class Paper(Sheeted):
    """All that the template of an invoice draws."""

    currency: str
    lead: list[str]
    lines: list[PaperLine]
    totals: list[tuple[str, str, bool]]
    notices: list[str]
    ask: str
    bank: list[tuple[str, str]]
    footer: str
    code: SafeString = NOTHING
    slip: SafeString = NOTHING

    @property
    def has_discounts(self) -> bool:
        return any(line.discount for line in self.lines)

    @property
    def has_rates(self) -> bool:
        return len({line.tax for line in self.lines}) > 1


def side_of(text: str) -> str:
    """The class of a text that is read from the right; nothing for others."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in {"R", "AL"}:
            return " rtl"
        if direction == "L":
            return ""
    return ""

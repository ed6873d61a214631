"""What a payment provider is to Atrium: it keeps cards, takes money, pays it back, and tells news of that.

Each request that moves money bears a key of our own row, written before the call: the provider does what one
key asks for once, however often it is asked. So what is unsure is asked again with the same key, for as long
as the provider remembers it. News are hints alone: what became of a charge is always asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.db import models

# How long a provider is sure to know a key again, with an hour to spare.
REMEMBERS = timedelta(hours=23)


class ProviderKind(models.TextChoices):
    """Who takes the money."""

    STRIPE = "stripe", "Stripe"


class ProviderError(Exception):
    """What stood in the way, in words for people."""


class Declined(ProviderError):
    """The provider will not do it so: the card was declined, or the request is wrong."""


class Busy(ProviderError):
    """The provider certainly did nothing; the same may go well later."""


class Unsure(ProviderError):
    """The provider may have done it: nobody heard the answer."""


class Became(StrEnum):
    """What became of a charge at the provider."""

    PAID = "paid"
    OPEN = "open"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class CardTold:
    """A card as far as anybody but the provider may know it. ``token`` names it there, ``customer`` whose it is."""

    token: str
    customer: str
    brand: str
    last4: str
    month: int
    year: int


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Money to be taken, in minor units of a currency; ``key`` is our own name of it."""

    key: str
    amount: int
    currency: str
    what_for: str
    email: str = ""
    customer: str = ""
    keep_card: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a charge: ``ref`` names it at the provider, ``url`` is where it can still be paid."""

    became: Became
    ref: str = ""
    amount: int = 0
    currency: str = ""
    url: str = ""
    words: str = ""
    card: CardTold | None = None


@dataclass(frozen=True, kw_only=True)
class RefundTold:
    """Money that the provider paid back."""

    ref: str
    amount: int
    is_done: bool = True


@dataclass(frozen=True, kw_only=True)
class DisputeTold:
    """That the owner of a card wants money back; ``is_won``: it came to us again."""

    ref: str
    amount: int
    reason: str
    is_won: bool = False


@dataclass(frozen=True, kw_only=True)
class News:
    """What the provider told by itself: its own name of the news, and which charge it is about."""

    id: str
    kind: str
    key: str = ""
    ref: str = ""


class Provider(Protocol):
    """Who takes the money."""

    def tried(self) -> str:
        """What came of signing in, without moving anything; ProviderError where that fails."""

    def begin(self, wish: Wish, *, back: str) -> Outcome:
        """Where the client pays, at the provider's own pages; the browser comes back to ``back``."""

    def charge(self, wish: Wish, card: CardTold) -> Outcome:
        """Take the money from a card on file."""

    def look(self, key: str, ref: str, since: datetime) -> Outcome | None:
        """What became of a charge; None where the provider knows none of this name."""

    def close(self, ref: str) -> None:
        """Let nobody pay at the page any more."""

    def refund(self, key: str, ref: str, amount: int, currency: str) -> RefundTold:
        """Pay so much of a charge back."""

    def refunds(self, ref: str, currency: str) -> list[RefundTold]:
        """All that was paid back of a charge."""

    def disputes(self, ref: str, currency: str) -> list[DisputeTold]:
        """The disputes over a charge for which money was taken from us."""

    def moved_since(self, since: datetime) -> set[str]:
        """The charges of which something was paid back or disputed since then, as many as can be looked through."""

    def forget(self, token: str) -> None:
        """Let the card go: it cannot be charged any more."""

    def heard(self, body: bytes, signature: str) -> News:
        """News that came by itself; ProviderError where the signature does not fit."""

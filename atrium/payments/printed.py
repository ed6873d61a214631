"""Letters drawn as PDF in the organisation's look: receipts, and reminders that go by post."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from atrium.billing.models import Letterhead, Seller
from atrium.billing.printed.paper import Sheeted
from atrium.billing.printed.printing import laid_out

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter: to whom, what stands beside the address, its words, and what it lists with the sums."""

    language: str
    title: str
    recipient: dict[str, Any]
    facts: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)
    totals: list[tuple[str, str]] = field(default_factory=list)


def letter_drawn(letter: Letter, place: Organisation) -> bytes:
    """The PDF. Refused, with the packages to install, where the machine cannot draw."""
    look = Letterhead.of(place)
    paper = Sheeted(
        language=letter.language,
        title=letter.title,
        seller=Seller.of(place).snapshot,
        recipient=letter.recipient,
        facts=letter.facts,
        logo=bool(look.picture),
    )
    template = "payments/printed/letter.html"
    return laid_out(template, paper, look.picture, look.colour, letter=letter)

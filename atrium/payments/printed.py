"""Letters drawn as PDF in the organisation's look: receipts, and reminders that go by post."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from atrium.billing.models import Letterhead, Seller
from atrium.billing.printed.drawing import Sheet, drawn
from atrium.billing.printed.paper import side_of
from atrium.billing.printed.printing import ACCENT
from atrium.billing.printed.words import words_in

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

    @property
    def address(self) -> list[tuple[str, str]]:
        """Each line with its direction of writing."""
        return [(line, side_of(line)) for line in self.recipient.get("lines", [])]

    @property
    def name_side(self) -> str:
        return side_of(self.recipient.get("name", ""))


def letter_drawn(letter: Letter, place: Organisation) -> bytes:
    """The PDF. Refused, with the packages to install, where the machine cannot draw."""
    look, seller = Letterhead.of(place), Seller.of(place).snapshot
    context = {
        "letter": letter,
        "seller": seller,
        "words": words_in(letter.language),
        "logo": bool(look.picture),
        "sender": " · ".join([seller["name"], *seller["lines"]]),
        "reached": [text for text in (seller["email"], seller["phone"], seller["website"]) if text],
    }
    html = render_to_string("payments/printed/letter.html", context)
    css = render_to_string("billing/printed/paper.css")
    pictures = {"logo": look.picture} if look.picture else {}
    return drawn(Sheet(html, f":root {{ --accent: {look.colour or ACCENT} }}\n{css}", pictures))

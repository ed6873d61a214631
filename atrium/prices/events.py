"""What can happen to the prices agreed with a client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class PriceKind(Kind):
    """``terms``: the price or discount and what it holds for, as people say it."""

    strand = Strand.MONEY
    icon = "badge-percent"

    item: str
    terms: str


@dataclass(frozen=True, kw_only=True)
class PriceAgreed(PriceKind):
    code = "price.agreed"
    called = gettext_lazy("Price agreed")
    sentence = gettext_lazy("{actor} agreed a price for <b>{item}</b>: {terms}")


@dataclass(frozen=True, kw_only=True)
class PriceChanged(PriceKind):
    """``changes``: label, before and after of each thing that was changed."""

    code = "price.changed"
    called = gettext_lazy("Agreed price changed")
    sentence = gettext_lazy("{actor} changed the agreed price for <b>{item}</b>: {what}")

    changes: list[list[str]] = field(default_factory=list)

    def words(self) -> dict[str, Any]:
        what = format_html_join(
            ", ",
            "{}",
            (
                (
                    format_html(
                        "{} from <b>{}</b> to <b>{}</b>",
                        label,
                        before or "nothing",
                        after or "nothing",
                    ),
                )
                for label, before, after in self.changes
            ),
        )
        return super().words() | {"what": what}


@dataclass(frozen=True, kw_only=True)
class PriceRemoved(PriceKind):
    code = "price.removed"
    called = gettext_lazy("Agreed price removed")
    sentence = gettext_lazy("{actor} removed the agreed price for <b>{item}</b> ({terms})")

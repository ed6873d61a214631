"""What a line of a recurring invoice may leave open: a closed set of names, filled in for each period."""

from __future__ import annotations

import re
from datetime import date

from atrium.billing.printed.writing import Writing
from atrium.conversations.placeholders import unknown
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext_lazy

_OPEN = re.compile(r"\{\{\s*([a-z_.]{1,40})\s*\}\}")
PLACEHOLDERS = {
    "period": gettext_lazy("The period, from its first to its last day"),
    "period.from": gettext_lazy("Its first day"),
    "period.to": gettext_lazy("Its last day"),
    "period.month": gettext_lazy("The month in which it begins, like January 2026"),
    "period.quarter": gettext_lazy("The quarter in which it begins, like Q1 2026"),
    "period.year": gettext_lazy("The year in which it begins"),
}


def refuse_unknown(text: str, field: str) -> None:
    """Refused, with what was probably meant, where a name is open that does not exist."""
    if wrong := unknown(text, PLACEHOLDERS):
        raise Refusal(wrong[0], field=field)


def filled(text: str, first: date, last: date, writing: Writing) -> str:
    """The text with each name replaced, in the language of ``writing``."""
    words = {
        "period": writing.period(first, last),
        "period.from": writing.day(first),
        "period.to": writing.day(last),
        "period.month": writing.month(first),
        "period.quarter": f"Q{(first.month + 2) // 3} {first.year}",
        "period.year": str(first.year),
    }
    return _OPEN.sub(lambda match: words.get(match[1], match[0]), text)

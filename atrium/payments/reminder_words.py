"""What reminders say: the usual ones, and the closed set of names that are replaced by words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from atrium.foundation.translation import gettext_lazy
from atrium.payments.reminder_texts import usual

_OPEN = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")

PLACEHOLDERS: dict[str, str] = {
    "client.name": gettext_lazy("The client's name"),
    "invoice.number": gettext_lazy("The number of the invoice"),
    "invoice.owed": gettext_lazy("What is still owed of it"),
    "invoice.total": gettext_lazy("What it came to"),
    "invoice.fees": gettext_lazy(
        "Fees and interest that are owed because of it, where there are some"
    ),
    "invoice.sum": gettext_lazy("What is owed of it with the fees"),
    "invoice.due": gettext_lazy("The day it was due"),
    "invoice.days": gettext_lazy("How many days ago that was"),
    "invoice.link": gettext_lazy("The page where it can be paid, where there is one"),
    "organisation.name": gettext_lazy("Your organisation"),
}
_LEVELS = (
    (gettext_lazy("Friendly reminder"), 7),
    (gettext_lazy("Second reminder"), 21),
    (gettext_lazy("Final notice"), 35),
)
USUAL: tuple[dict[str, Any], ...] = tuple(
    {"label": label, "after_days": days, "subject": subject, "text": text}
    for (label, days), (subject, text) in zip(_LEVELS, usual("en"), strict=True)
)


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with each name replaced; an empty line is left where a word is empty."""
    found = _OPEN.sub(lambda match: words.get(match[1], match[0]), text)
    return re.sub(r"\n{3,}", "\n\n", found).strip()

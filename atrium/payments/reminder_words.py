"""What reminders say: the usual ones, and the closed set of names that are replaced by words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_OPEN = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")

PLACEHOLDERS: dict[str, str] = {
    "client.name": "The client's name",
    "invoice.number": "The number of the invoice",
    "invoice.owed": "What is still owed of it",
    "invoice.total": "What it came to",
    "invoice.fees": "Fees and interest that are owed because of it, where there are some",
    "invoice.sum": "What is owed of it with the fees",
    "invoice.due": "The day it was due",
    "invoice.days": "How many days ago that was",
    "invoice.link": "The page where it can be paid, where there is one",
    "organisation.name": "Your organisation",
}
_END = "\n\nIf your payment is on its way already, please take no notice of this.\n\n{{organisation.name}}"
USUAL: tuple[dict[str, Any], ...] = (
    {
        "label": "Friendly reminder",
        "after_days": 7,
        "subject": "A reminder of invoice {{invoice.number}}",
        "text": "Hello,\n\nour invoice {{invoice.number}} was due on {{invoice.due}}, and {{invoice.owed}} of it is still open. "
        f"Please pay it in the next days.\n\n{{{{invoice.link}}}}{_END}",
    },
    {
        "label": "Second reminder",
        "after_days": 21,
        "subject": "Second reminder of invoice {{invoice.number}}",
        "text": "Hello,\n\n{{invoice.owed}} of our invoice {{invoice.number}} is overdue since {{invoice.due}}. Please pay it "
        f"within seven days, or tell us what stands in the way.\n\n{{{{invoice.link}}}}{_END}",
    },
    {
        "label": "Final notice",
        "after_days": 35,
        "subject": "Final notice of invoice {{invoice.number}}",
        "text": "Hello,\n\nin spite of our reminders {{invoice.owed}} of invoice {{invoice.number}}, due on {{invoice.due}}, is "
        f"not paid. Please pay it within seven days.\n\n{{{{invoice.link}}}}{_END}",
    },
)


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with each name replaced; an empty line is left where a word is empty."""
    found = _OPEN.sub(lambda match: words.get(match[1], match[0]), text)
    return re.sub(r"\n{3,}", "\n\n", found).strip()

"""Text that a spreadsheet would take for a formula, made harmless so that an import gets it back."""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Behind an apostrophe of the text's own, also what people guard by one: reading takes that one off.
_GUARDED = (*_STARTS, "'", "(", *"0123456789")
# A sign and digits in groups, as in +44 20 7946 0018: a spreadsheet shows it as it is, for no
# formula has a number behind a number. Without a space it would become a sum.
_PHONE = r"\+[1-9][0-9]{0,3} [0-9]{1,8}(?:[ -][0-9]{1,8}){0,5}"
_PHONES = re.compile(f"{_PHONE}(?:; {_PHONE})*")


def inert(text: str) -> str:
    """The text with an apostrophe before what begins like a formula; reading takes it off again."""
    if _PHONES.fullmatch(text):
        return text
    if text.startswith(_STARTS) or (text.startswith("'") and text[1:].startswith(_GUARDED)):
        return f"'{text}"
    return text

"""Text that a spreadsheet would take for a formula, made harmless so that an import gets it back."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """The text with an apostrophe before what begins like a formula; reading takes it off again."""
    if text.startswith(_STARTS) or (text.startswith("'") and text[1:].startswith((*_STARTS, "'"))):
        return f"'{text}"
    return text

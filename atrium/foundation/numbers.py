"""Numbers in addresses and forms, which anybody may write as long as they like."""

from __future__ import annotations

_DIGITS = 19


def fits(text: str, most: int = 2**63 - 1) -> bool:
    """Whether the text is a whole number in plain digits, at most ``most``, so that int() takes it.

    Python refuses to read thousands of digits, and a database column holds nineteen.
    """
    plain = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return plain and int(text) <= most


def number_in(text: str, prefix: str) -> int | None:
    """The number in "J-0042" or "42", where the text is one; ``prefix`` is "J-"."""
    bare = text.strip().upper().removeprefix(prefix).lstrip("0")
    return int(bare) if fits(bare) else None

"""How long an SMS is: its encoding, and the segments it is sent and billed in.

The rules are those of 3GPP TS 23.038: the GSM 7-bit default alphabet (6.2.1) with its extension
table (6.2.1.1), whose signs take two septets; where one sign of a text is in neither, all of it goes
as UCS-2 (UTF-16, in which some signs take two units). One SMS holds 160 septets or 70 units; of
several each gives six octets to the header that joins them (TS 23.040, 9.2.3.24), which leaves 153
or 67. A sign of two units is never split. The browser counts by the same rule with ``TABLE``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
# What word processors and phones put for signs that everybody has on the keyboard.
_CURLY = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}«»\N{DOUBLE PRIME}"
_SINGLE = (
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    "\N{PRIME}\N{GRAVE ACCENT}\N{ACUTE ACCENT}"
)
_DASHES = "\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{BULLET}"
_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t"
PLAINER = {
    **dict.fromkeys(_CURLY, '"'),
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{ZERO WIDTH SPACE}": "",
}
SEVEN_BIT, WIDE = "GSM-7", "UCS-2"
# Of each encoding what one SMS holds, and what each of several holds.
HOLDS = {SEVEN_BIT: (160, 153), WIDE: (70, 67)}
LONGEST = 1600
TABLE: dict[str, Any] = {
    "basic": BASIC,
    "extension": EXTENSION,
    "plainer": PLAINER,
    "holds": HOLDS,
    "longest": LONGEST,
}


@dataclass(frozen=True)
class Count:
    """``units`` are septets or UTF-16 units; ``left`` fit into the last segment; ``forcing`` are the signs that make it UCS-2."""

    encoding: str
    units: int
    segments: int
    left: int
    forcing: tuple[str, ...]


def counted(text: str) -> Count:
    """The text as it is sent."""
    forcing = tuple(dict.fromkeys(s for s in text if s not in BASIC and s not in EXTENSION))
    encoding = WIDE if forcing else SEVEN_BIT
    size = _wide if forcing else _septets
    one, each = HOLDS[encoding]
    units = sum(map(size, text))
    if units <= one:
        return Count(encoding, units, 1 if text else 0, one - units, forcing)
    segments, used = _packed(text, size, each)
    return Count(encoding, units, segments, each - used, forcing)


def plainer(text: str) -> str:
    """The text with the signs of the keyboard for those of the typographer."""
    return "".join(PLAINER.get(sign, sign) for sign in text)


def _septets(sign: str) -> int:
    return 2 if sign in EXTENSION else 1


def _wide(sign: str) -> int:
    return len(sign.encode("utf-16-le")) // 2


def _packed(text: str, size: Callable[[str], int], each: int) -> tuple[int, int]:
    segments, used = 1, 0
    for sign in text:
        needs = size(sign)
        if used + needs > each:
            segments, used = segments + 1, 0
        used += needs
    return segments, used

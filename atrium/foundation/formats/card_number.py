"""Numbers and codes of payment cards, found so that none is ever kept.

A number is 13 to 19 digits, however they are grouped, that begin as those of the card networks do and pass Luhn's check. One
digit in ten of any other number passes it by chance; so it also has to stand alone: inside an IBAN, a longer number or a word
nothing is taken for a card.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

_RUN = re.compile(r"(?<!\w)\d(?:[ \-.\u00a0]{0,3}\d){12,}(?!\w)")
_NETWORKS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}"
    r"|(?:3[689]\d\d|30[0-5]\d)(?:\d{10}|\d{12})"
    r"|(?:6011|64[4-9]\d|65\d{2}|62\d{2}|35(?:2[89]|[3-8]\d))\d{12,15}"
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}"
)
_CODE = re.compile(
    r"\b(?:cvc2?|cvv2?|cid|csc|card (?:security|verification) code|pr[uü]fziffer)\b\W{0,4}(\d{3,4})\b",
    re.IGNORECASE,
)
_FEWEST = 13
_MOST = 19
_LEFT = 4


def found(text: str) -> list[str]:
    """The last four digits of each card number in the text, and “code” for a security code."""
    plain = _plain(text)
    cards = [plain[start:end] for start, end in _cards(plain)]
    return [_digits(card)[-_LEFT:] for card in cards] + ["code"] * bool(_CODE.search(plain))


def masked(text: str) -> str:
    """The text with dots in place of all but the last four digits: for what nobody can be asked about."""
    if not found(text):
        return text
    plain = _plain(text)
    for start, end in reversed(list(_cards(plain))):
        plain = f"{plain[:start]}••••{_digits(plain[start:end])[-_LEFT:]}{plain[end:]}"
    return _CODE.sub(lambda code: code[0].replace(code[1], "•••"), plain)


def refuse(**texts: str) -> None:
    """Refuse the first text that holds a card number or code, at the field it is named by."""
    for field, text in texts.items():
        if text and (told := found(text)):
            what = (
                gettext("a card's security code")
                if told[0] == "code"
                else gettext("a card number (…{told})").format(told=told[0])
            )
            msg = gettext(
                "This holds {what}. Atrium keeps none: take it out, the last four digits may stay."
            ).format(what=what)
            raise Refusal(msg, field=field)


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Where card numbers begin and end; each begins and ends with a group of digits."""
    for run in _RUN.finditer(text):
        groups = [
            (m.start() + run.start(), m.end() + run.start()) for m in re.finditer(r"\d+", run[0])
        ]
        taken = -1
        for first, (start, _) in enumerate(groups):
            for last in range(len(groups) - 1, first - 1, -1):
                if first > taken and _is_card(_digits(text[start : groups[last][1]])):
                    yield start, groups[last][1]
                    taken = last


def _is_card(digits: str) -> bool:
    return (
        _FEWEST <= len(digits) <= _MOST
        and _NETWORKS.fullmatch(digits) is not None
        and len(set(digits)) > 1
        and _luhn(digits)
    )


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004 - the sum of its two digits


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _plain(text: str) -> str:
    """Digits of every script as ASCII, without signs that nobody sees."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
        if unicodedata.category(sign) != "Cf"
    )

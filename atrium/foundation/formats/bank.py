"""Bank accounts: IBAN and BIC by python-stdnum, British sort codes and account numbers by their form."""

import re

from stdnum import bic as _bic
from stdnum import exceptions
from stdnum import iban as _iban

from atrium.foundation.formats.error import FormatError
from atrium.foundation.translation import gettext

_DOTS = "••••"
_LEFT = 4
_LIKE_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}", re.IGNORECASE)


def iban(text: str) -> str:
    """The IBAN without spaces; raises FormatError with the mend."""
    try:
        if not _LIKE_IBAN.fullmatch(re.sub(r"\s", "", text)):
            raise exceptions.InvalidFormat
        return str(_iban.validate(text))
    except exceptions.InvalidChecksum as error:
        msg = gettext(
            "This IBAN has a typing error: its check digits do not agree. Compare it digit by digit."
        )
        raise FormatError(msg) from error
    except exceptions.ValidationError as error:
        msg = gettext(
            "This is not an IBAN. It begins with two letters of the country, like GB29 NWBK 6016 …"
        )
        raise FormatError(msg) from error


def bic(text: str) -> str:
    """The BIC in capitals; raises FormatError with the mend."""
    try:
        return str(_bic.validate(text))
    except exceptions.ValidationError as error:
        msg = gettext("A BIC has 8 or 11 characters, like NWBKGB2L. Copy it from a bank statement.")
        raise FormatError(msg) from error


def sort_code(text: str) -> str:
    """Six digits; raises FormatError with the mend."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{6}", digits):
        msg = gettext("A sort code has six digits, like 60-16-13.")
        raise FormatError(msg)
    return digits


def account_number(text: str) -> str:
    """Eight digits, shorter ones filled with zeros in front; raises FormatError with the mend."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{6,8}", digits):
        msg = gettext("A British account number has eight digits, like 31926819.")
        raise FormatError(msg)
    return digits.zfill(8)


def agree(number: str, code: str, account: str) -> bool:
    """Whether a British IBAN names this sort code and account number; others cannot disagree."""
    if not number.startswith("GB"):
        return True
    return (not code or number[8:14] == code) and (not account or number[14:22] == account)


def grouped(number: str) -> str:
    """An IBAN in groups of four, as on paper."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def masked(text: str) -> str:
    """What may be shown to everyone: the country of an IBAN, dots, and the last digits."""
    if not text:
        return ""
    country = text[:2] if text[:2].isalpha() and text[2:4].isdigit() else ""
    last = text[-_LEFT:] if len(text) > 2 * _LEFT else text[-2:]
    return f"{country}{_DOTS}{last}"

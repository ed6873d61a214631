"""The QR code of a SEPA transfer, after EPC069-12 v3.0 of the European Payments Council.

What the guideline asks: euro only, an amount from 0.01 to 999999999.99, the name of who is paid up to
70 signs, an IBAN of the SEPA area, text for who is paid up to 140 signs, error correction M, at most
version 13 (segno holds the last two).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum import iban as ibans
from stdnum.exceptions import ValidationError

if TYPE_CHECKING:
    import segno

LONGEST_NAME, LONGEST_TEXT = 70, 140
LEAST, MOST = 1, 99_999_999_999
# ISO 3166 codes of the SEPA scheme (EPC409-09), by which their IBANs begin.
SEPA = frozenset(
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL "
    "NO PL PT RO RS SE SI SK SM VA".split()
)


def epc_code(
    *, name: str, iban: str, amount: int, currency: str, text: str, bic: str = ""
) -> segno.QRCode | None:
    """The code, or None where the guideline allows none. ``amount`` in cents."""
    name, bare = name.strip()[:LONGEST_NAME], iban.replace(" ", "").upper()
    if currency != "EUR" or not LEAST <= amount <= MOST or not name or bare[:2] not in SEPA:
        return None
    try:
        ibans.validate(bare)
    except ValidationError:
        return None
    from segno import helpers  # noqa: PLC0415 - loads slowly, and few programs print

    return helpers.make_epc_qr(
        name=name,
        iban=bare,
        amount=Decimal(amount).scaleb(-2),
        text=text.strip()[:LONGEST_TEXT],
        bic=bic.replace(" ", "") or None,
        encoding="utf-8",
    )

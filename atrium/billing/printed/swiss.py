"""The payment part of a Swiss QR bill, after the Implementation Guidelines QR-bill of SIX, v2.3.

Only francs and euro, only to an IBAN of Switzerland or Liechtenstein, only structured addresses. A
QR-IBAN (its institution is 30000 to 31999) takes a QR reference of 27 digits, the last of which is a
check digit (modulo 10, recursive); any other IBAN takes a creditor reference after ISO 11649.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

CURRENCIES = frozenset({"CHF", "EUR"})
LANGUAGES = frozenset({"de", "en", "fr", "it"})
_FIRST, _LAST = 30_000, 31_999
_TOWN = re.compile(r"(?:(?P<land>[A-Z]{1,2})-)?(?P<code>[0-9]{4,5}) (?P<town>.{1,35})")
_STREET = re.compile(r"(?P<street>.+?) (?P<number>[0-9]+ ?[a-zA-Z]?(?:[-/][0-9]+)?)")
_CARRY = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


@dataclass(frozen=True)
class Party:
    """A name and the lines of an address, in a country."""

    name: str
    lines: list[str]
    country: str

    def structured(self) -> dict[str, str] | None:
        """As the guidelines want it; None where the lines have no postcode and town."""
        for place, line in enumerate(self.lines):
            if found := _TOWN.fullmatch(line.strip()):
                street = self.lines[place - 1].strip() if place else ""
                told = {"name": self.name[:70], "pcode": found["code"], "city": found["town"]}
                told["country"] = self.country or "CH"
                if parts := _STREET.fullmatch(street):
                    return told | {"street": parts["street"], "house_num": parts["number"]}
                return told | {"street": street}
        return None


def qr_reference(number: str) -> str:
    """27 digits for an invoice's number: its digits behind noughts, and the check digit."""
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdecimal())[-26:]
    body = digits.zfill(26)
    return body + _check_digit(body)


def creditor_reference(number: str) -> str:
    """RF, two check digits and the letters and digits of the invoice's number (ISO 11649)."""
    body = "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum())[:21]
    return f"RF{mod_97_10.calc_check_digits(f'{body}RF')}{body}"


def is_qr_iban(iban: str) -> bool:
    """Whether the IBAN is one that payments with a QR reference go to."""
    bare = iban.replace(" ", "")
    return bare[:2] in {"CH", "LI"} and bare[4:9].isdecimal() and _FIRST <= int(bare[4:9]) <= _LAST


def reference_for(iban: str, number: str) -> str:
    """The reference that goes with this IBAN."""
    return qr_reference(number) if is_qr_iban(iban) else creditor_reference(number)


def swiss_bill(  # noqa: PLR0913 - what stands on the slip, each by its name
    *,
    seller: Party,
    buyer: Party,
    iban: str,
    amount: int,
    currency: str,
    number: str,
    language: str,
) -> str | None:
    """Receipt and payment part, 210 x 105 mm, as SVG; None where the guidelines allow none."""
    creditor = seller.structured()
    bare = iban.replace(" ", "").upper()
    if (
        currency not in CURRENCIES
        or bare[:2] not in {"CH", "LI"}
        or creditor is None
        or amount <= 0
    ):
        return None
    told: dict[str, Any] = {
        "account": bare,
        "creditor": creditor,
        "amount": str(Decimal(amount).scaleb(-2)),
        "currency": currency,
        "reference_number": reference_for(bare, number),
        "additional_information": number,
        "language": language if language in LANGUAGES else "en",
    }
    if (debtor := buyer.structured()) is not None:
        told["debtor"] = debtor
    from qrbill import QRBill  # noqa: PLC0415 - loads slowly, and few invoices need one

    try:
        bill = QRBill(**told)
    except (ValueError, ValidationError):
        return None
    drawn = io.StringIO()
    bill.as_svg(drawn)
    return drawn.getvalue()


def _check_digit(body: str) -> str:
    carry = 0
    for digit in body:
        carry = _CARRY[(carry + int(digit)) % 10]
    return str((10 - carry) % 10)

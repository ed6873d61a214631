"""Tax and registration numbers whose check digits are right and whose ranges are not in use."""

from __future__ import annotations

import random

from stdnum import luhn
from stdnum.gb import vat as british
from stdnum.ie import vat as irish
from stdnum.iso7064 import mod_11_10
from stdnum.pl import nip as polish


def tax_id(rng: random.Random, country: str) -> str:
    """A VAT number of the country in its compact form, from the far end (99...) of the numbers."""
    while True:
        body = f"99{rng.randrange(10**6):06d}"
        if country == "GB":
            for check in range(97):
                number = f"{body[:7]}{check:02d}"
                if british.checksum(number) == 0:
                    return f"GB{number}"
        if country == "DE":
            return f"DE{body}{mod_11_10.calc_check_digit(body)}"
        if country == "FR":
            siren = body + luhn.calc_check_digit(body)
            return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
        if country == "IE":
            return f"IE{body[:7]}{irish.calc_check_digit(body[:7])}"
        nip = f"{body}{rng.randrange(10)}"
        for check in range(10):
            if polish.is_valid(f"{nip}{check}"):
                return f"PL{nip}{check}"


def registration(rng: random.Random, country: str) -> str:
    """A company register number in the country's form, beyond what the registers have given out."""
    digits = rng.randrange(10**5)
    if country == "DE":
        return f"HRB 9{digits:05d} B"
    if country == "FR":
        body = f"998{digits:05d}"
        return f"RCS {body}{luhn.calc_check_digit(body)}"
    return {"IE": f"99{digits % 10**4:04d}", "PL": f"KRS 00099{digits:05d}"}.get(
        country, f"990{digits:05d}"
    )

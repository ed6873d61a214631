"""What EN 16931 asks of an invoice before it can be written as one, in words of who has to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stdnum import get_cc_module

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.billing.models import Invoice

XRECHNUNG = "xrechnung"
_TOWN = re.compile(r"(?:[A-Z]{1,2}-)?(?P<code>[0-9][0-9A-Z -]{2,8}[0-9A-Z]) (?P<town>\D.*)")
_AFTER = re.compile(r"(?P<town>.+?) (?P<code>[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})")
_LETTERS = re.compile(r"[A-Z]{2}")


def missing(invoice: Invoice, profile: str = "") -> list[str]:
    """What is missing or cannot be said, each as a sentence; nothing where it can be written."""
    return list(_missing(invoice, profile))


def refuse_incomplete(invoice: Invoice, profile: str = "") -> None:
    """Refused with all that is missing."""
    if problems := missing(invoice, profile):
        raise Refusal(
            gettext("This cannot be an e-invoice yet. {problems}").format(
                problems=" ".join(problems)
            )
        )


def _missing(invoice: Invoice, profile: str) -> Iterator[str]:
    if not invoice.number:
        yield gettext("Issue it first.")
        return
    if money.places(invoice.currency) > 2:  # noqa: PLR2004 - EN 16931, BR-DEC
        yield gettext("EN 16931 knows two decimals, {currency} has three.").format(
            currency=invoice.currency
        )
    categories = {each["category"] for each in invoice.taxes}
    yield from _of_parties(invoice, categories)
    if "O" in categories and categories != {"O"}:
        yield gettext("What is outside the scope of tax stands on an invoice of its own.")
    if profile == XRECHNUNG:
        yield from _of_xrechnung(invoice)


def _of_parties(invoice: Invoice, categories: set[str]) -> Iterator[str]:
    seller, buyer = invoice.seller, invoice.recipient
    if not seller.get("name") or not seller.get("country"):
        yield gettext("Your name and country are missing; add them in Settings, Invoices.")
    if not seller.get("tax_id") and categories != {"O"}:
        yield gettext("Your tax ID is missing; add it in Settings, Invoices.")
    if not seller.get("registration") and categories == {"O"}:
        yield gettext(
            "What is outside the scope of tax needs your registration; add it in Settings, Invoices."
        )
    if not buyer.get("country"):
        yield gettext("The client's country is missing; add its billing address.")
    if categories & {"AE", "K"} and not buyer.get("tax_id"):
        yield gettext(
            "The client's tax ID is missing; reverse charge and intra-Community supplies need it."
        )


def _of_xrechnung(invoice: Invoice) -> Iterator[str]:
    seller, buyer = invoice.seller, invoice.recipient
    if not (invoice.reference or buyer.get("reference")):
        yield gettext(
            "The buyer reference (Leitweg-ID) is missing; add it as the client's reference."
        )
    if not seller.get("phone"):
        yield gettext("Your phone is missing; add it in Settings, Invoices.")
    if not seller.get("email"):
        yield gettext("Your e-mail address is missing; add it in Settings, Invoices.")
    if not seller.get("iban"):
        yield gettext("Your IBAN is missing; add it in Settings, Invoices.")
    if not buyer.get("email"):
        yield gettext(
            "The client's billing e-mail address is missing; add it in its account details."
        )
    if not all(parts(seller.get("lines", []))[1:]):
        yield gettext("Your postcode and town are missing in the address.")
    if not all(parts(buyer.get("lines", []))[1:]):
        yield gettext("The client's postcode and town are missing in the address.")


def parts(lines: list[str]) -> tuple[list[str], str, str]:
    """The street lines, the postcode and the town of an address, as far as they can be told apart."""
    for place, line in enumerate(lines):
        if found := _TOWN.fullmatch(line.strip()) or _AFTER.fullmatch(line.strip()):
            return lines[:place], found["code"], found["town"]
    return lines, "", ""


def tax_number(text: str, country: str) -> tuple[str, str]:
    """A tax ID with its scheme: VA behind the letters of its country (BR-CO-09), or FC where it is no VAT ID."""
    bare = "".join(sign for sign in text.upper() if sign.isalnum())
    if _LETTERS.match(bare):
        return bare, "VA"
    known = get_cc_module(country.lower(), "vat") if country else None
    if known is not None and known.is_valid(bare):
        return f"{country}{bare}", "VA"
    return text.strip(), "FC"

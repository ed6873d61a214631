"""Who sells and who buys (BG-4, BG-7), and how it is paid (BG-16)."""

from __future__ import annotations

from typing import Any

from atrium.billing.einvoice.checking import parts, tax_number
from atrium.billing.einvoice.element import Node
from atrium.billing.printed.epc import SEPA


def write_party(into: Node, name: str, party: dict[str, Any], *, taxed: bool, seller: bool) -> None:
    """A party with its address, its electronic address and its tax ID (not where nothing is taxable)."""
    node = into.add(name)
    node.say("Name", party.get("name", ""))
    if seller and party.get("registration"):
        node.add("SpecifiedLegalOrganization").say("ID", party["registration"])
    if seller and (party.get("phone") or party.get("email")):
        contact = node.add("DefinedTradeContact")
        contact.say("PersonName", party.get("name", ""))
        if party.get("phone"):
            contact.add("TelephoneUniversalCommunication").say("CompleteNumber", party["phone"])
        if party.get("email"):
            contact.add("EmailURIUniversalCommunication").say("URIID", party["email"])
    write_address(node, party)
    if party.get("email"):
        node.add("URIUniversalCommunication").say("URIID", party["email"], schemeID="EM")
    if taxed and party.get("tax_id"):
        told, scheme = tax_number(party["tax_id"], party.get("country", ""))
        if seller or scheme == "VA":
            node.add("SpecifiedTaxRegistration").say("ID", told, schemeID=scheme)


def write_address(into: Node, party: dict[str, Any]) -> None:
    """BT-35 to BT-40 and BT-50 to BT-55."""
    streets, code, town = parts(party.get("lines", []))
    node = into.add("PostalTradeAddress")
    node.say("PostcodeCode", code)
    for name, line in zip(("LineOne", "LineTwo", "LineThree"), streets, strict=False):
        node.say(name, line)
    node.say("CityName", town)
    node.say("CountryID", party.get("country", ""))


def write_means(into: Node, seller: dict[str, Any], currency: str) -> None:
    """Transfer to the seller's account: 58 within SEPA, else 30."""
    iban = seller.get("iban", "")
    if not iban:
        return
    node = into.add("SpecifiedTradeSettlementPaymentMeans")
    node.say("TypeCode", "58" if currency == "EUR" and iban[:2] in SEPA else "30")
    account = node.add("PayeePartyCreditorFinancialAccount")
    account.say("IBANID", iban)
    account.say("AccountName", seller.get("name", ""))
    if seller.get("bic"):
        node.add("PayeeSpecifiedCreditorFinancialInstitution").say("BICID", seller["bic"])

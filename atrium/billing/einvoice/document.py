"""An invoice as EN 16931 says it, in the syntax of UN/CEFACT Cross Industry Invoice D16B.

The same document stands inside the PDF (Factur-X 1.0, profile EN 16931) and alone for downloads
(EN 16931 or XRechnung 3.0). Which business term comes from where is told in docs/e-invoice.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from atrium.billing.einvoice.checking import XRECHNUNG, refuse_incomplete
from atrium.billing.einvoice.element import Node, amount, number
from atrium.billing.einvoice.lines import net_lines, write_line
from atrium.billing.einvoice.party import write_address, write_means, write_party
from atrium.billing.models.standing import Kind
from atrium.billing.printed.words import language_of, words_in
from atrium.foundation.formats import money

if TYPE_CHECKING:
    from atrium.billing.models import Invoice, Line

EN16931 = "urn:cen.eu:en16931:2017"
_PROFILES = {
    "": EN16931,
    XRECHNUNG: f"{EN16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
}
_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# UNTDID 1001: commercial invoice, credit note, prepayment invoice.
_TYPES = {Kind.CREDIT: "381", Kind.DEPOSIT: "386"}
# VATEX codes of the reasons for which no tax is charged.
_REASONS = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}


def einvoice(invoice: Invoice, rows: Sequence[Line], profile: str = "") -> bytes:
    """The XML. Refused with what is missing; an invalid one is never written."""
    refuse_incomplete(invoice, profile)
    return _Writer(invoice, rows, profile).written()


class _Writer:
    def __init__(self, invoice: Invoice, rows: Sequence[Line], profile: str) -> None:
        self.invoice, self.profile = invoice, profile
        self.lines = net_lines(invoice, rows)
        self.places = money.places(invoice.currency)
        self.taxed = all(each["category"] != "O" for each in invoice.taxes)
        self.words = words_in(language_of(invoice.recipient.get("language", "")))

    def written(self) -> bytes:
        root = Node.root("rsm:CrossIndustryInvoice")
        context = root.add("rsm:ExchangedDocumentContext")
        if self.profile == XRECHNUNG:
            process = context.add("BusinessProcessSpecifiedDocumentContextParameter")
            process.say("ID", _PROCESS)
        guide = context.add("GuidelineSpecifiedDocumentContextParameter")
        guide.say("ID", _PROFILES[self.profile])
        self._document(root.add("rsm:ExchangedDocument"))
        deal = root.add("rsm:SupplyChainTradeTransaction")
        for line in self.lines:
            write_line(deal, line, self.places)
        self._agreement(deal.add("ApplicableHeaderTradeAgreement"))
        self._delivery(deal.add("ApplicableHeaderTradeDelivery"))
        self._settlement(deal.add("ApplicableHeaderTradeSettlement"))
        return root.written()

    def _document(self, node: Node) -> None:
        invoice = self.invoice
        node.say("ID", invoice.number or "")
        node.say("TypeCode", _TYPES.get(Kind(invoice.kind), "380"))
        node.day("IssueDateTime", invoice.issued_on)
        for text in (invoice.reason, invoice.note, invoice.footer):
            if text:
                node.add("IncludedNote").say("Content", text)

    def _agreement(self, node: Node) -> None:
        seller, buyer = self.invoice.seller, self.invoice.recipient
        node.say("BuyerReference", self.invoice.reference or buyer.get("reference", ""))
        write_party(node, "SellerTradeParty", seller, taxed=self.taxed, seller=True)
        write_party(node, "BuyerTradeParty", buyer, taxed=self.taxed, seller=False)

    def _delivery(self, node: Node) -> None:
        if any(each["category"] == "K" for each in self.invoice.taxes):
            write_address(node.add("ShipToTradeParty"), self.invoice.recipient)
        day = self.invoice.service_to or self.invoice.service_from or self.invoice.issued_on
        node.add("ActualDeliverySupplyChainEvent").day("OccurrenceDateTime", day)

    def _settlement(self, node: Node) -> None:
        invoice = self.invoice
        node.say("PaymentReference", invoice.number or "")
        node.say("InvoiceCurrencyCode", invoice.currency)
        write_means(node, invoice.seller, invoice.currency)
        self._taxes(node)
        if invoice.service_from and invoice.service_to:
            period = node.add("BillingSpecifiedPeriod")
            period.day("StartDateTime", invoice.service_from)
            period.day("EndDateTime", invoice.service_to)
        node.add("SpecifiedTradePaymentTerms").day("DueDateDateTime", invoice.due_on)
        self._sums(node.add("SpecifiedTradeSettlementHeaderMonetarySummation"))
        if invoice.credits is not None:
            corrected = node.add("InvoiceReferencedDocument")
            corrected.say("IssuerAssignedID", invoice.credits.number or "")
            corrected.day("FormattedIssueDateTime", invoice.credits.issued_on, kind="qdt")

    def _taxes(self, into: Node) -> None:
        for each in self.invoice.taxes:
            category = each["category"]
            node = into.add("ApplicableTradeTax")
            node.say("CalculatedAmount", self._money(each["tax"]))
            node.say("TypeCode", "VAT")
            if category not in {"S", "Z"}:
                node.say("ExemptionReason", each.get("reason") or self.words[category])
            node.say("BasisAmount", self._money(each["net"]))
            node.say("CategoryCode", category)
            node.say("ExemptionReasonCode", _REASONS.get(category, ""))
            if category != "O":
                node.say("RateApplicablePercent", number(Decimal(each["percent"])))

    def _sums(self, node: Node) -> None:
        invoice = self.invoice
        node.say("LineTotalAmount", self._money(sum(line.net for line in self.lines)))
        node.say("TaxBasisTotalAmount", self._money(invoice.net))
        node.say("TaxTotalAmount", self._money(invoice.tax), currencyID=invoice.currency)
        if invoice.adjustment:
            node.say("RoundingAmount", self._money(invoice.adjustment))
        node.say("GrandTotalAmount", self._money(invoice.net + invoice.tax))
        node.say("DuePayableAmount", self._money(invoice.total))

    def _money(self, minor: int) -> str:
        return amount(minor, self.places)

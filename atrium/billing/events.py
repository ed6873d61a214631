"""What can happen to the money of a client, as its timeline tells it."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class OfInvoice(Kind):
    """What every event of an invoice says: which one, what it comes to, in minor units and as people read it."""

    strand = Strand.MONEY

    invoice: str
    shown: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class InvoiceDrafted(OfInvoice):
    code = "invoice.drafted"
    called = gettext_lazy("Invoice drafted")
    sentence = gettext_lazy("{actor} drafted {invoice} of <b>{shown}</b>")
    icon = "file-pen-line"


@dataclass(frozen=True, kw_only=True)
class InvoiceDiscarded(OfInvoice):
    code = "invoice.discarded"
    called = gettext_lazy("Draft invoice thrown away")
    sentence = gettext_lazy("{actor} threw {invoice} of {shown} away")
    icon = "trash-2"


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(OfInvoice):
    code = "invoice.issued"
    called = gettext_lazy("Invoice issued")
    sentence = gettext_lazy("{actor} issued {what} <b>{invoice}</b> of <b>{shown}</b>, due {due}")
    icon = "receipt"

    what: str
    due: str


@dataclass(frozen=True, kw_only=True)
class InvoiceTakenIn(OfInvoice):
    code = "invoice.taken_in"
    called = gettext_lazy("Invoice taken in")
    sentence = gettext_lazy(
        "{actor} took in the invoice <b>{invoice}</b> of <b>{shown}</b>, issued elsewhere on {day}, due {due}"
    )
    icon = "upload"

    day: str
    due: str


@dataclass(frozen=True, kw_only=True)
class InvoiceSent(OfInvoice):
    code = "invoice.sent"
    called = gettext_lazy("Invoice sent")
    sentence = gettext_lazy("{actor} sent the invoice <b>{invoice}</b> of {shown} to {to} by {how}")
    icon = "send"
    wipes = frozenset({"to"})

    to: str
    how: str


@dataclass(frozen=True, kw_only=True)
class InvoiceOpened(OfInvoice):
    code = "invoice.opened"
    called = gettext_lazy("Invoice opened")
    sentence = gettext_lazy("{whom} opened {invoice} of {shown}")
    icon = "eye"
    wipes = frozenset({"whom"})

    whom: str


@dataclass(frozen=True, kw_only=True)
class InvoiceCredited(OfInvoice):
    code = "invoice.credited"
    called = gettext_lazy("Invoice credited")
    sentence = gettext_lazy(
        "{actor} credited <b>{shown}</b> of the invoice {invoice} by {credit}, because: {reason}"
    )
    icon = "receipt"
    wipes = frozenset({"reason"})

    credit: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvoiceCancelled(OfInvoice):
    code = "invoice.cancelled"
    called = gettext_lazy("Invoice cancelled")
    sentence = gettext_lazy(
        "{actor} cancelled the invoice <b>{invoice}</b> of {shown} by {credit}, because: {reason}"
    )
    icon = "ban"
    wipes = frozenset({"reason"})

    credit: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvoicePaid(OfInvoice):
    code = "invoice.paid"
    called = gettext_lazy("Invoice paid")
    sentence = gettext_lazy("The invoice <b>{invoice}</b> of {shown} is paid in full")
    icon = "circle-check"


@dataclass(frozen=True, kw_only=True)
class InvoiceWrittenOff(OfInvoice):
    code = "invoice.written_off"
    called = gettext_lazy("Invoice written off")
    sentence = gettext_lazy(
        "{actor} wrote <b>{shown}</b> of the invoice {invoice} off, because: {reason}"
    )
    icon = "eraser"
    wipes = frozenset({"reason"})

    reason: str


@dataclass(frozen=True, kw_only=True)
class WriteOffTakenBack(OfInvoice):
    code = "invoice.write_off_taken_back"
    called = gettext_lazy("Write-off taken back")
    sentence = gettext_lazy("{actor} expects <b>{shown}</b> of the invoice {invoice} again")
    icon = "undo-2"


@dataclass(frozen=True, kw_only=True)
class OfPayment(Kind):
    """What every event of a payment says: how much, in minor units and as people read it."""

    strand = Strand.MONEY

    shown: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(OfPayment):
    code = "payment.received"
    called = gettext_lazy("Payment received")
    sentence = gettext_lazy("{actor} recorded a payment of <b>{shown}</b> by {method}{what_for}")
    icon = "banknote"

    method: str
    what_for: str


@dataclass(frozen=True, kw_only=True)
class PaymentAllocated(OfPayment):
    code = "payment.allocated"
    called = gettext_lazy("Payment allocated")
    sentence = gettext_lazy("{actor} put <b>{shown}</b> of a payment towards the invoice {invoice}")
    icon = "link"

    invoice: str


@dataclass(frozen=True, kw_only=True)
class PaymentFreed(OfPayment):
    code = "payment.freed"
    called = gettext_lazy("Payment freed")
    sentence = gettext_lazy("{actor} took <b>{shown}</b> of a payment off the invoice {invoice}")
    icon = "unlink"

    invoice: str


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded(OfPayment):
    code = "payment.refunded"
    called = gettext_lazy("Payment refunded")
    sentence = gettext_lazy("{actor} paid <b>{shown}</b> back, because: {reason}")
    icon = "undo-2"
    wipes = frozenset({"reason"})

    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentVoided(OfPayment):
    code = "payment.voided"
    called = gettext_lazy("Payment struck out")
    sentence = gettext_lazy("{actor} struck a payment of <b>{shown}</b> out, because: {reason}")
    icon = "ban"
    wipes = frozenset({"reason"})

    reason: str


@dataclass(frozen=True, kw_only=True)
class StatementSent(Kind):
    code = "statement.sent"
    called = gettext_lazy("Statement sent")
    sentence = gettext_lazy("{actor} sent the statement of account for {period} to {to}")
    icon = "scroll-text"
    strand = Strand.MONEY
    wipes = frozenset({"to"})

    period: str
    to: str

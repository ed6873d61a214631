"""What can happen between a client, a card and a payment page, as the timeline tells it."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class OfCharge(Kind):
    """What every event of a charge says: how much, in minor units and as people read it, and for what."""

    strand = Strand.MONEY

    shown: str
    amount: int
    currency: str
    what_for: str


@dataclass(frozen=True, kw_only=True)
class CardCharged(OfCharge):
    code = "charge.asked"
    called = gettext_lazy("Card charged")
    sentence = gettext_lazy("{actor} charged {card} with <b>{shown}</b> for {what_for}")
    icon = "credit-card"
    wipes = frozenset({"card"})

    card: str


@dataclass(frozen=True, kw_only=True)
class ChargeFailed(OfCharge):
    code = "charge.failed"
    called = gettext_lazy("Card charge failed")
    sentence = gettext_lazy("A charge of <b>{shown}</b> for {what_for} failed: {reason}")
    icon = "circle-alert"

    reason: str


@dataclass(frozen=True, kw_only=True)
class PayLinkMade(Kind):
    code = "charge.link_made"
    called = gettext_lazy("Pay link made")
    sentence = gettext_lazy("{actor} made a pay link for the invoice {invoice}")
    icon = "link"
    strand = Strand.MONEY

    invoice: str


@dataclass(frozen=True, kw_only=True)
class PayLinkOpened(Kind):
    code = "charge.link_opened"
    called = gettext_lazy("Pay link opened")
    sentence = gettext_lazy("{client} opened the payment page of the invoice {invoice}")
    icon = "mail-open"
    strand = Strand.MONEY

    invoice: str


@dataclass(frozen=True, kw_only=True)
class PayLinkRevoked(Kind):
    code = "charge.link_revoked"
    called = gettext_lazy("Pay link revoked")
    sentence = gettext_lazy("{actor} revoked the pay link of the invoice {invoice}")
    icon = "unlink"
    strand = Strand.MONEY

    invoice: str


@dataclass(frozen=True, kw_only=True)
class CardKept(Kind):
    code = "card.kept"
    called = gettext_lazy("Card kept")
    sentence = gettext_lazy("{card} is on file now")
    icon = "credit-card"
    strand = Strand.MONEY
    wipes = frozenset({"card"})

    card: str


@dataclass(frozen=True, kw_only=True)
class CardRemoved(Kind):
    code = "card.removed"
    called = gettext_lazy("Card removed")
    sentence = gettext_lazy("{actor} removed {card} from file")
    icon = "credit-card"
    strand = Strand.MONEY
    wipes = frozenset({"card"})

    card: str


@dataclass(frozen=True, kw_only=True)
class InvoiceOverdue(Kind):
    code = "reminder.overdue"
    called = gettext_lazy("Invoice overdue")
    sentence = gettext_lazy("The invoice <b>{invoice}</b> is overdue since {due}: {shown} is owed")
    icon = "alarm-clock"
    strand = Strand.MONEY

    invoice: str
    due: str
    shown: str


@dataclass(frozen=True, kw_only=True)
class InvoiceReminded(Kind):
    code = "reminder.sent"
    called = gettext_lazy("Payment reminder sent")
    sentence = gettext_lazy("{actor} reminded of the invoice <b>{invoice}</b>, {shown}: {level}")
    icon = "bell-ring"
    strand = Strand.MONEY

    invoice: str
    shown: str
    level: str


@dataclass(frozen=True, kw_only=True)
class WorkBilled(Kind):
    code = "charge.work"
    called = gettext_lazy("Work charged")
    sentence = gettext_lazy("{actor} charged <b>{work}</b> by {invoice}: {shown}")
    icon = "receipt"
    strand = Strand.MONEY

    invoice: str
    shown: str
    amount: int
    currency: str
    work: str


@dataclass(frozen=True, kw_only=True)
class WorkWaived(Kind):
    code = "charge.work_waived"
    called = gettext_lazy("Work not charged")
    sentence = gettext_lazy("{actor} did not charge <b>{work}</b>, because: {reason}")
    icon = "circle-slash"
    strand = Strand.MONEY
    wipes = frozenset({"reason"})

    work: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentReturned(Kind):
    code = "payment.returned"
    called = gettext_lazy("Payment returned")
    sentence = gettext_lazy("A payment of <b>{shown}</b> was returned. {how}: {reason}")
    icon = "undo-2"
    strand = Strand.MONEY
    wipes = frozenset({"reason"})

    shown: str
    amount: int
    currency: str
    how: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentThanked(Kind):
    code = "payment.thanked"
    called = gettext_lazy("Receipt sent")
    sentence = gettext_lazy("{actor} sent the receipt of the payment {payment}, <b>{shown}</b>")
    icon = "mail-check"
    strand = Strand.MONEY

    shown: str
    payment: str

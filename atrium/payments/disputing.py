"""What follows when the owner of a card wants their money back: the payment is returned, or comes again once it is won (V10)."""

from __future__ import annotations

from atrium.billing.models import Method, Payment, Source
from atrium.foundation.translation import gettext
from atrium.payments.models import Charge, Returned, ReturnKind
from atrium.payments.providers.provider import DisputeTold


def learn(charge: Charge) -> None:
    """Ask the provider about disputes over the charge, and keep what came of each. Raises ProviderError."""
    payment = charge.payment
    assert payment is not None, "only what was paid is disputed"
    payment.client.organisation = charge.organisation
    for told in charge.account.line().disputes(charge.ref, charge.currency):
        _keep(charge, payment, told)


def _keep(charge: Charge, payment: Payment, told: DisputeTold) -> None:
    """Each dispute takes the payment back once, and one that is won brings it back once."""
    name = f"{charge.account_id}:{told.ref}"
    known: Returned | None = Returned.objects.filter(payment=payment, external_id=name).first()
    if known is None:
        left = payment.amount - sum(row.amount for row in payment.refunds.all())
        if left <= 0:
            return
        known = Returned.book(
            payment,
            by=None,
            kind=ReturnKind.CHARGEBACK,
            reason=gettext("The owner of the card disputes it: {reason}").format(
                reason=told.reason
            ),
            amount=min(told.amount, left),
            external_id=name,
        )
    if told.is_won:
        _take_again(charge, payment, known, name)


def _take_again(charge: Charge, payment: Payment, known: Returned, name: str) -> None:
    left, towards = known.amount, []
    for row in known.invoices.select_related("invoice"):
        row.invoice.client = payment.client
        some = min(left, row.amount, row.invoice.left())
        if some > 0:
            towards.append((row.invoice, some))
            left -= some
    Payment.take(
        payment.client,
        by=None,
        amount=known.amount,
        currency=payment.currency,
        method=Method.CARD,
        reference=gettext("{account}: the dispute is won").format(account=charge.account),
        invoices=towards,
        source=Source.PROVIDER,
        external_id=f"{name}:won",
    )

"""What payments hang on the pages of meetings, jobs and payments: to charge them, to take them back (V07, V10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Sum

from atrium.billing.models import InvoiceLink
from atrium.billing.printed.words import LANGUAGES, language_of
from atrium.billing.public_bill import BillDeed, on_the_bill
from atrium.clients.following import Following, follows
from atrium.clients.models import Client
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext
from atrium.jobs.models import Phase
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.payments.models import Billed, PayLink, ProviderAccount, Receipt
from atrium.payments.work import JOB, MEETING

_PAY = dict(zip(LANGUAGES, "Pay Bezahlen: Payer Paga Pagar Betaal Zapłać".split(), strict=True))


@follows(MEETING)
def of_meeting(row: Any, member: Member) -> Iterator[Following]:
    """Charge it once it is over."""
    if row.is_over and not row.is_cancelled:
        yield from _of(MEETING, row, row.client, member)


@follows(JOB)
def of_job(row: Any, member: Member) -> Iterator[Following]:
    """Charge who pays for it once it is done."""
    if row.phase != Phase.DONE or row.binned_at is not None:
        return
    payer = Client.objects.visible_to(member).filter(pk=row.billing_id or row.client_id).first()
    if payer is not None:
        payer.organisation = member.organisation
        yield from _of(JOB, row, payer, member)


@follows("billing.payment")
def of_payment(row: Any, member: Member) -> Iterator[Following]:
    """Thank for it, and take it back where it was returned."""
    if row.is_void:
        return
    slug = member.organisation.slug
    sent = Receipt.objects.filter(payment=row).exists()
    url = address("payment-receipt", slug, row.number)
    back = row.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
    if not sent and back >= row.amount:
        return
    if member.can(Can.MONEY_TAKE):
        yield Following(
            gettext("Receipt") if sent else gettext("Thank"), "mail-check", url, is_deed=True
        )
        url = address("payment-return", slug, row.number)
        if back < row.amount:
            yield Following(gettext("Returned"), "undo-2", url, is_deed=True)
    else:
        yield Following(
            gettext("Receipt"),
            "file-text",
            address("payment-receipt-pdf", slug, row.number),
            is_deed=True,
        )


def _of(model: str, row: Any, client: Client, member: Member) -> Iterator[Following]:
    if not member.can(Can.MONEY_SEE):
        return
    billed = Billed.of(model, row.pk)
    if billed is not None and billed.invoice is not None:
        url = address("invoice", member.organisation.slug, billed.invoice.public_id)
        yield Following(billed.words, "receipt", url, "good")
    elif billed is not None:
        url = address("client-collect", member.organisation.slug, client.number)
        yield Following(gettext("Not charged"), "ban", url)
    elif member.can(Can.MONEY_EDIT) and not client.is_archived:
        url = address("client-work", member.organisation.slug, client.number, row.public_id)
        yield Following(gettext("Charge the client"), "hand-coins", url, is_deed=True)


@on_the_bill
def pay(link: InvoiceLink, left: int) -> list[BillDeed]:
    """Lead from the page of an invoice to where it is paid, where clients can pay by card."""
    invoice = link.invoice
    if left <= 0 or ProviderAccount.current() is None:
        return []
    label = _PAY[language_of(invoice.recipient.get("language", ""))]
    shown = invoice.shown(left)
    return [BillDeed(f"{label} {shown}", "credit-card", PayLink.of(invoice, by=None).url)]

"""What payments hang on the pages of meetings, jobs and payments: to charge them, to take them back (V07, V10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atrium.clients.following import Following, follows
from atrium.clients.models import Client
from atrium.foundation.addresses import address
from atrium.jobs.models import Phase
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.payments.models import Billed, Receipt
from atrium.payments.work import JOB, MEETING


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
    if member.can(Can.MONEY_TAKE):
        yield Following("Receipt" if sent else "Thank", "mail-check", url, is_deed=True)
        url = address("payment-return", slug, row.number)
        yield Following("Returned", "undo-2", url, is_deed=True)
    else:
        yield Following(
            "Receipt", "file-text", address("payment-receipt-pdf", slug, row.number), is_deed=True
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
        yield Following("Not charged", "ban", url)
    elif member.can(Can.MONEY_EDIT) and not client.is_archived:
        url = address("client-work", member.organisation.slug, client.number, row.public_id)
        yield Following("Charge", "hand-coins", url, is_deed=True)

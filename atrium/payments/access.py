"""The doors to what the bank told."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.organisations.models import Member
from atrium.payments.models import BankBooking, BankDraft, BankEntry, EntryState
from atrium.billing.models import Payment


def the_entry(member: Member, key: UUID) -> BankEntry:
    """The entry with this key; else 404."""
    rows = BankEntry.objects.select_related("account", "decided_by")
    entry: BankEntry | None = rows.filter(public_id=key).first()
    if entry is None:
        raise Http404
    entry.organisation = member.organisation
    return entry


def the_draft(member: Member, key: UUID) -> BankDraft:
    """The member's own file that waits for its columns to be told; else 404."""
    draft: BankDraft | None = BankDraft.objects.filter(sent_by=member, public_id=key).first()
    if draft is None:
        raise Http404
    return draft


def sees_bookings(member: Member, entry: BankEntry) -> bool:
    """Whether the member sees every client that the entry was booked to."""
    if entry.state != EntryState.BOOKED:
        return True
    payments = BankBooking.objects.filter(entry=entry).values("payment")
    rows = Payment.objects.filter(pk__in=payments)
    return rows.count() == rows.visible_to(member).count()

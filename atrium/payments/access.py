"""The doors to what the bank told."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.billing.models import Invoice, Payment
from atrium.clients.models import Client
from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, money
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can
from atrium.payments.models import (
    BankBooking,
    BankDraft,
    BankEntry,
    Card,
    Charge,
    EntryState,
    PayLink,
    ProviderAccount,
    Reminder,
    ReminderLevel,
)
from atrium.payments.paying import the_charge


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


def the_invoice(member: Member, client: Client, key: UUID) -> Invoice:
    """The issued invoice of the client with this key; else 404."""
    rows = Invoice.objects.visible_to(member).issued().filter(client=client, public_id=key)
    invoice: Invoice | None = rows.first()
    if invoice is None:
        raise Http404
    invoice.client, invoice.organisation = client, client.organisation
    return invoice


def the_card(client: Client, key: str) -> Card:
    """The card on file of the client with this key, or the usual one where none is named; else 404."""
    rows = Card.objects.on_file().filter(client=client).select_related("account")
    try:
        rows = rows.filter(public_id=UUID(key)) if key else rows.filter(is_default=True)
    except ValueError:
        raise Http404 from None
    card: Card | None = rows.first()
    if card is None:
        raise Http404
    card.client, card.organisation = client, client.organisation
    return card


def cards_to_charge(client: Client, member: Member) -> list[Card]:
    """The cards on file that the member may charge now; none without a provider."""
    may = member.can(Can.MONEY_TAKE) and member.can(Can.MONEY_ISSUE)
    if not may or client.is_archived or ProviderAccount.current() is None:
        return []
    rows = Card.objects.on_file().filter(client=client, account__retired_at=None)
    return list(rows)


def the_client_charge(client: Client, key: UUID) -> Charge:
    """The charge of the client with this key; else 404."""
    found = Charge.objects.filter(client=client, public_id=key).values_list("pk", flat=True).first()
    charge = the_charge(found) if found is not None else None
    if charge is None:
        raise Http404
    return charge


def the_level(key: UUID) -> ReminderLevel:
    """The level of reminders with this key; else 404."""
    level: ReminderLevel | None = ReminderLevel.objects.filter(public_id=key).first()
    if level is None:
        raise Http404
    return level


def the_letter(invoice: Invoice) -> bytes:
    """The latest letter by which the invoice was reminded of, as it was drawn; else 404."""
    row = Reminder.objects.filter(invoice=invoice).exclude(stored_as="").last()
    if row is None:
        raise Http404
    return files.read(row.stored_as)


def charges_of(link: PayLink) -> list[Charge]:
    """The charges of a pay link that are not settled."""
    keys = Charge.objects.unsettled().filter(link=link).values_list("pk", flat=True)
    return [charge for key in list(keys) if (charge := the_charge(key)) is not None]


def links_of(invoice: Invoice) -> list[PayLink]:
    """The pay links of an invoice that stand."""
    rows = list(PayLink.objects.filter(invoice=invoice, revoked_at=None))
    for row in rows:
        row.invoice = invoice
    return rows


def refuse_charged(card: Card) -> None:
    """Refused while the card is being charged."""
    if Charge.objects.unsettled().filter(card=card).exists():
        raise Refusal(
            gettext("{card} is being charged just now. Wait until that is settled.").format(
                card=card
            )
        )


def the_account(key: str) -> ProviderAccount:
    """The account that a provider calls, in use or not; else 404."""
    account: ProviderAccount | None = ProviderAccount.objects.filter(key=key).first()
    if account is None:
        raise Http404
    return account


def the_place(slug: str) -> Organisation:
    """The organisation that a provider calls; else 404."""
    with current.unscoped("the organisation in the address that a provider calls"):
        found: Organisation | None = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def other_cards(card: Card) -> list[Card]:
    """The other cards on file of the same client."""
    rows = Card.objects.on_file().filter(client=card.client_id).exclude(pk=card.pk)
    return list(rows.order_by("id"))


def payment_of(charge: Charge) -> Payment:
    """The payment that a charge became; else 404."""
    payment = charge.payment
    if payment is None:
        raise Http404
    payment.client = charge.client
    return payment


def amount_of(text: str, charge: Charge) -> int | None:
    """An amount of the charge's currency as people write it; None where nothing is written."""
    try:
        country = charge.organisation.country
        return money.parse(text, charge.currency, country) if text.strip() else None
    except FormatError as error:
        raise Refusal(str(error), field="amount") from error

"""What matching looks at: open invoices and clients that entries of the bank may be about, and the suggestions that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length, Replace, Substr, Upper
from django.db.models.lookups import In

from atrium.billing.models import Invoice, Kind
from atrium.billing.printed.swiss import creditor_reference, qr_reference
from atrium.clients.duplicates import kept
from atrium.clients.duplicates.entry import typed
from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.payments.matching.judging import Debtor, Owed, Suggestion, judged
from atrium.payments.matching.naming import number_within, possible_numbers
from atrium.payments.models import BankBooking, BankEntry
from atrium.profile.models import AccountDetails

MOST_NUMBERS = 4000
MOST_INVOICES = 3000
RIVALS = 5


@dataclass
class Look:
    """The suggestions for each entry, by its key, with the invoices and clients that they name."""

    by_entry: dict[int, list[Suggestion]] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    clients: dict[int, Client] = field(default_factory=dict)

    def parts(self, suggestion: Suggestion) -> list[tuple[Invoice, int]]:
        """The invoices of a suggestion with the part for each."""
        return [(self.invoices[key], amount) for key, amount in suggestion.parts]


def look(entries: Sequence[BankEntry], member: Member) -> Look:
    """What the entries may be for, of what the member may see."""
    entries = [entry for entry in entries if entry.is_open]
    found = Look()
    if not entries:
        return found
    accounts = _accounts({entry.iban for entry in entries if entry.iban})
    keys = set(accounts) | _named({entry.payer for entry in entries if entry.payer})
    keys |= set(
        _open(member).filter(_likely(entries)).values_list("client", flat=True)[:MOST_INVOICES]
    )
    rows: Any = Client.objects.visible_to(member).filter(pk__in=keys)
    for client in rows.only("id", "organisation", "number", "name", "legal_name", "timezone"):
        client.organisation = member.organisation
        found.clients[client.pk] = client
    owed = _open(member).filter(client__in=list(found.clients)).with_balance()
    for invoice in owed.order_by("due_on", "id")[:MOST_INVOICES]:
        invoice.client = found.clients[invoice.client_id]
        found.invoices[invoice.pk] = invoice
    debtors = [_debtor(client, accounts) for client in found.clients.values()]
    told = [_owed(invoice) for invoice in found.invoices.values()]
    for entry in entries:
        found.by_entry[entry.pk] = judged(entry.paid, told, debtors)
    return found


def _open(member: Member) -> Any:
    return Invoice.objects.visible_to(member).open().exclude(kind=Kind.CREDIT)


def _likely(entries: Iterable[BankEntry]) -> Q:
    """Those that an entry names by number, or that come to what an entry brought."""
    texts = [text for entry in entries for text in (entry.text, *entry.references)]
    texts += [inner for text in texts if (inner := number_within(text))]
    numbers = sorted(possible_numbers(texts))[:MOST_NUMBERS]
    amounts = {sum_ for e in entries for sum_ in (e.amount, e.amount + e.charges)}
    bare = Replace(Upper(F("number")), Value("-"), Value(""))
    digits = Replace(Substr(F("number"), Length(F("series")) + 2), Value("-"), Value(""))
    found = Q(total__in=sorted(amounts))
    if numbers:
        found |= Q(In(bare, numbers)) | Q(In(digits, numbers))
    return found


def _accounts(ibans: set[str]) -> dict[int, set[str]]:
    """The clients that are known to pay from these accounts: as they told, or as they paid before."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    told: QuerySet[Any, Any] = AccountDetails.objects.filter(iban__in=ibans)
    for client, iban in told.values_list("client", "iban"):
        found[client].add(iban)
    paid = BankBooking.objects.filter(entry__iban__in=ibans).order_by()
    for client, iban in paid.values_list("payment__client", "entry__iban").distinct()[
        :MOST_INVOICES
    ]:
        found[client].add(iban)
    return dict(found)


def _named(payers: set[str]) -> set[int]:
    """The clients whose names are like one of these."""
    return {rival.key for payer in payers for rival in kept.rivals(typed(name=payer), RIVALS)}


def _debtor(client: Client, accounts: dict[int, set[str]]) -> Debtor:
    names = tuple(filter(None, (client.name, client.legal_name)))
    return Debtor(key=client.pk, names=names, accounts=frozenset(accounts.get(client.pk, ())))


def _owed(invoice: Any) -> Owed:
    assert invoice.due_on is not None, "an issued invoice is due on a day"
    return Owed(
        key=invoice.pk,
        number=str(invoice),
        references=(creditor_reference(str(invoice)), qr_reference(str(invoice))),
        client=invoice.client_id,
        balance=invoice.balance,
        currency=invoice.currency,
        due_on=invoice.due_on,
    )

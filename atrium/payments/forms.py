from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from atrium.billing.models import Invoice
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, money
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Member
from atrium.payments.bank.columns import Role
from atrium.payments.bank.layout import Layout
from atrium.payments.models import BankAccount, BankEntry, Share

NEW = "new"
MOST_SHARES = 6


class StatementForm(forms.Form):
    """A statement of the bank."""

    file = forms.FileField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("CAMT.053 (XML) or CSV, up to 10 MB."),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
    )


class ColumnsForm(forms.Form):
    """What the columns of a CSV hold, and of which account it is."""

    account = forms.ChoiceField(label=gettext_lazy("Account"))
    name = forms.CharField(
        label=gettext_lazy("Name of the new account"), max_length=120, required=False
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=[(code, code) for code in CURRENCIES],
        required=False,
    )

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(a.public_id), f"{a.name} ({a.currency})") for a in BankAccount.objects.all()]
        account: Any = self.fields["account"]
        account.choices = [*known, (NEW, gettext("A new account"))]
        for place, (heading, role) in enumerate(zip(layout.headings, layout.roles, strict=True)):
            self.fields[f"role.{place}"] = forms.ChoiceField(
                label=heading or gettext("Column {place}").format(place=place + 1),
                choices=[(str(each), each.label) for each in Role],
                initial=role,
                required=False,
            )

    @property
    def roles(self) -> list[str]:
        """The role of each column."""
        names = [name for name in self.fields if name.startswith("role.")]
        return [self.cleaned_data[name] for name in names]

    def chosen(self, by: Member) -> BankAccount:
        """The account, added where it is a new one."""
        key = self.cleaned_data["account"]
        if key != NEW:
            found: BankAccount = BankAccount.objects.get(public_id=key)
            return found
        told = self.cleaned_data
        return BankAccount.open(by=by, name=told["name"], number="", currency=told["currency"])


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, strip=True)


def shares_of(data: Any, entry: BankEntry, member: Member) -> list[Share]:
    """The shares that a form names: clients by number, amounts as people write them.

    Fields: ``client``, ``amount`` and ``for``, each with ``.0``, ``.1`` behind it where there are several;
    ``invoice`` and ``part`` of the one client that a suggestion is about. Refused, with the field, where
    one cannot be read.
    """
    places = [f".{n}" for n in range(MOST_SHARES)]
    named = [(place, number) for place in places if (number := data.get(f"client{place}"))]
    named = named or [("", data.get("client", ""))]
    if not named[0][1]:
        raise Refusal(gettext("Choose the client who paid."), field="client")
    shares = []
    for place, number in named:
        client = _client(number, member)
        text = data.get(f"amount{place}", "").strip()
        amount = _amount(text, entry) if text else entry.amount
        parts: list[tuple[Invoice, int]] | None = None
        if data.getlist("invoice"):
            parts = _parts(data, client, member)
            amount = max(amount, sum(part for _, part in parts))
        elif data.get(f"for{place}") == "credit":
            parts = []
        shares.append(Share(client, amount, parts))
    return shares


def _client(number: str, member: Member) -> Client:
    found: Client | None = None
    if fits(number):
        rows = Client.objects.visible_to(member).filter(number=int(number))
        found = rows.first()
    if found is None:
        raise Refusal(gettext("Choose a client from the list."), field="client")
    found.organisation = member.organisation
    return found


def _amount(text: str, entry: BankEntry) -> int:
    try:
        return money.parse(text, entry.currency, entry.organisation.country)
    except FormatError as error:
        raise Refusal(str(error), field="amount") from error


def _parts(data: Any, client: Client, member: Member) -> list[tuple[Invoice, int]]:
    named = list(zip(data.getlist("invoice"), data.getlist("part"), strict=False))
    if not all(fits(part) for _, part in named):
        raise Refusal(gettext("Choose what it is for anew."), field="invoice")
    rows = Invoice.objects.visible_to(member).filter(client=client)
    try:
        keys = [UUID(key) for key, _ in named]
        known = {row.public_id: row for row in rows.filter(public_id__in=keys)}
        return [(known[key], int(part)) for key, (_, part) in zip(keys, named, strict=True)]
    except (KeyError, ValueError) as error:
        msg = gettext("One of the invoices is gone; load the page anew.")
        raise Refusal(msg, field="invoice") from error

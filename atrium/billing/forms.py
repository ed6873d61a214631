"""The shape of invoices and payments as pages take them in. Nothing here saves."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.text import format_lazy

from atrium.billing.models import Invoice, Kind, Method
from atrium.foundation.formats import FormatError, money
from atrium.foundation.said import as_heading
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Member
from atrium.profile.terms import PaymentTerms

_LINE = {"class": "input", "autocomplete": "off"}


def line(label: str, longest: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        widget=forms.TextInput(attrs=_LINE | attrs),
        error_messages={
            "required": gettext_lazy("Fill this in."),
            "max_length": format_lazy(
                gettext_lazy("This has at most {longest:,} characters; shorten it."),
                longest=longest,
            ),
        },
    )


def day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
        error_messages={
            "invalid": gettext_lazy("Write the day like 2026-11-24."),
            "required": gettext_lazy("Say when."),
        },
    )


def choice(label: str, choices: Any) -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of the list."),
            "required": gettext_lazy("Choose one of the list."),
        },
    )


CHANGED = gettext_lazy(
    "Somebody changed this draft since you opened it, and nothing of yours is saved yet. "
    "Look at it in another tab; save again to put what stands here in its place."
)


class DraftForm(forms.Form):
    """What a draft says beside its lines."""

    kind = choice(gettext_lazy("Kind"), [(k.value, k.label) for k in Kind if k != Kind.CREDIT])
    currency = choice(gettext_lazy("Currency"), [(code, code) for code in CURRENCIES])
    terms = line(gettext_lazy("Payment terms"), 40)
    due_on = day(
        gettext_lazy("Due on"), help_text=gettext_lazy("Leave empty to let the terms say it.")
    )
    service_from = day(gettext_lazy("Service from"))
    service_to = day(gettext_lazy("Service to"))
    reference = line(gettext_lazy("Client's reference"), 200)
    inclusive = forms.BooleanField(label=gettext_lazy("Prices include tax"), required=False)
    reverse_charge = forms.BooleanField(
        label=gettext_lazy("Reverse charge: the client accounts for the tax"), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the invoice"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, invoice: Invoice) -> None:
        self.stands = "" if invoice._state.adding else _state_of(invoice)
        names = ("due_on", "service_from", "service_to", "reference", "note")
        start = {name: getattr(invoice, name) for name in (*names, "kind", "currency")}
        start |= {name: getattr(invoice, name) for name in ("inclusive", "reverse_charge")}
        start["seen"] = self.stands
        start["terms"] = PaymentTerms.read(invoice.terms).words if invoice.terms else ""
        super().__init__(data, initial=start)
        if not invoice._state.adding:
            del self.fields["kind"], self.fields["currency"]

    def clean(self) -> dict[str, Any]:
        """Refused once where somebody else changed the draft since the form was opened (X14)."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("seen") and told["seen"] != self.stands:
            typed: Any = self.data.copy()  # type: ignore[attr-defined]
            typed["seen"] = self.stands
            self.data = typed
            raise forms.ValidationError(CHANGED)
        return told

    @property
    def values(self) -> dict[str, Any]:
        """What was said, as the verbs take it."""
        beside = {"currency", "seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in beside}


class IssueForm(forms.Form):
    """On which day an invoice is issued."""

    on = day(gettext_lazy("Issued on"), required=True)


class ReasonForm(forms.Form):
    """Why something is done that stays in the books."""

    reason = line(gettext_lazy("Why"), 500, required=True)


class AmountForm(forms.Form):
    """How much, and why; nothing said of how much means all that is left."""

    amount = line(gettext_lazy("Amount"), 40, inputmode="decimal")
    reason = line(gettext_lazy("Why"), 500, required=True)

    def __init__(self, data: Any = None, *, currency: str, member: Member, **options: Any) -> None:
        self.currency, self.member = currency, member
        super().__init__(data, **options)

    def clean_amount(self) -> int | None:
        text: str = self.cleaned_data["amount"]
        return _amount(text, self.currency, self.member) if text.strip() else None


def _methods() -> list[tuple[str, str]]:
    return [(method.value, as_heading(method.label)) for method in Method]


class PaymentForm(forms.Form):
    """Money that came in."""

    amount = line(gettext_lazy("Amount"), 40, required=True, inputmode="decimal")
    currency = choice(gettext_lazy("Currency"), [(code, code) for code in CURRENCIES])
    on = day(gettext_lazy("Received on"), required=True)
    method = choice(gettext_lazy("Paid by"), _methods)
    reference = line(gettext_lazy("Reference"), 200)

    def __init__(self, data: Any = None, *, member: Member, **options: Any) -> None:
        self.member = member
        super().__init__(data, **options)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if "amount" in told and "currency" in told:
            try:
                told["amount"] = _amount(told["amount"], told["currency"], self.member)
            except forms.ValidationError as error:
                self.add_error("amount", error)
        return told


def _amount(text: str, currency: str, member: Member) -> int:
    try:
        return money.parse(text, currency, member.organisation.country)
    except FormatError as error:
        raise forms.ValidationError(str(error)) from error


def _state_of(invoice: Invoice) -> str:
    """What tells a draft as it stands from each other state of it."""
    names = [*DraftForm.base_fields.keys() - {"seen"}]
    said = [str(getattr(invoice, name)) for name in sorted(names)]
    lines = [sorted(row.items()) for row in invoice.lines.order_by("pk").values()]
    return hashlib.sha256(f"{said}{lines}".encode()).hexdigest()[:32]

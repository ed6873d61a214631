from __future__ import annotations

from typing import Any

from django import forms

from atrium.billing.models import Payment
from atrium.foundation.formats import FormatError, money
from atrium.foundation.translation import gettext_lazy
from atrium.payments.models import ReturnKind


class ReturnForm(forms.Form):
    """How a payment came back, and what the client is asked for because of it."""

    kind = forms.ChoiceField(label=gettext_lazy("How it came back"), choices=ReturnKind.choices)
    amount = forms.CharField(
        label=gettext_lazy("Amount"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Left empty: all of the payment that is left."),
    )
    on = forms.DateField(
        label=gettext_lazy("Came back on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": gettext_lazy("Write the day like 2026-11-24."),
            "required": gettext_lazy("Say when."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("What the bank says"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Insufficient funds"),
    )
    fee = forms.CharField(
        label=gettext_lazy("Fee for the client"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Asked by an invoice of its own, outside of tax. Left empty: none."),
    )

    def __init__(self, data: Any = None, *, payment: Payment, **options: Any) -> None:
        self.payment = payment
        super().__init__(data, **options)

    def clean_amount(self) -> int | None:
        """In minor units; None for all that is left."""
        text = self.cleaned_data["amount"].strip()
        return self._read(text) if text else None

    def clean_fee(self) -> int:
        """In minor units."""
        text = self.cleaned_data["fee"].strip()
        return self._read(text) if text else 0

    def _read(self, text: str) -> int:
        try:
            return money.parse(text, self.payment.currency, self.payment.organisation.country)
        except FormatError as error:
            raise forms.ValidationError(str(error)) from error

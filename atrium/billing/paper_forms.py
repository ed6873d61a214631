"""The shape of the settings of invoices. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.billing.models import Letterhead, RoundTax, Seller, TaxMode
from atrium.billing.models.seller import STEPS
from atrium.foundation.translation import gettext_lazy
from atrium.profile.terms import PaymentTerms

_STEPS = {
    1: gettext_lazy("To the minor unit"),
    5: gettext_lazy("To 5 (Switzerland)"),
    10: gettext_lazy("To 10"),
    50: gettext_lazy("To 50"),
    100: gettext_lazy("To 100"),
}
SELLER = (
    "legal_name|address|tax_id|registration|email|phone|website|bank_name|iban|bic|footer|"
    "invoice_series|credit_series|payment_terms|inclusive|rounding|mode|step"
).split("|")


def _line(label: str, name: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=getattr(Seller._meta.get_field(name), "max_length", None),
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


def _text(label: str, *, help_text: str, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "textarea", "rows": rows})
    return forms.CharField(
        label=label, required=False, max_length=2000, help_text=help_text, widget=widget
    )


def _choice(label: str, choices: Any, **more: Any) -> forms.TypedChoiceField:
    widget = forms.Select(attrs={"class": "input"})
    return forms.TypedChoiceField(label=label, choices=choices, widget=widget, **more)


class InvoiceSettingsForm(forms.Form):
    """How the organisation stands on its invoices, how they look and what a new one begins with."""

    legal_name = _line(
        gettext_lazy("Name"), "legal_name", help_text=gettext_lazy("As it stands on invoices.")
    )
    address = _text(
        gettext_lazy("Address"),
        help_text=gettext_lazy("A line each: street, then postcode and town."),
        rows=3,
    )
    tax_id = _line(
        gettext_lazy("Tax ID"),
        "tax_id",
        help_text=gettext_lazy("Like DE136695976 or GB 123 4567 82."),
    )
    registration = _line(
        gettext_lazy("Registration"), "registration", help_text=gettext_lazy("Register and number.")
    )
    email = _line("E-mail", "email")
    phone = _line(gettext_lazy("Phone"), "phone")
    website = _line(gettext_lazy("Website"), "website")
    bank_name = _line(gettext_lazy("Bank"), "bank_name")
    iban = _line(
        "IBAN",
        "iban",
        help_text=gettext_lazy(
            "With it, invoices in euro carry a code to scan; with a Swiss one, a QR bill."
        ),
    )
    bic = _line("BIC", "bic")
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, GIF or WebP."),
        widget=forms.FileInput(attrs={"class": "input", "accept": "image/*"}),
    )
    no_logo = forms.BooleanField(label=gettext_lazy("Take the logo off"), required=False)
    colour = forms.CharField(
        label=gettext_lazy("Colour"),
        required=False,
        max_length=7,
        help_text=gettext_lazy("Of lines and your name, like #3b4bb8."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    footer = _text(
        gettext_lazy("Closing words"),
        help_text=gettext_lazy("Stand at the end of each new invoice."),
        rows=2,
    )
    payment_terms = _line(
        gettext_lazy("Payment terms"), "payment_terms", help_text=gettext_lazy("Like 30 days.")
    )
    invoice_series = _line(gettext_lazy("Series of invoices"), "invoice_series", required=True)
    credit_series = _line(gettext_lazy("Series of credit notes"), "credit_series", required=True)
    inclusive = forms.BooleanField(
        label=gettext_lazy("Prices of lines include tax"), required=False
    )
    rounding = _choice(gettext_lazy("Tax is rounded"), RoundTax.choices)
    mode = _choice(gettext_lazy("A part of a minor unit"), TaxMode.choices)
    step = _choice(
        gettext_lazy("What is to be paid"), [(step, _STEPS[step]) for step in STEPS], coerce=int
    )

    def __init__(
        self, data: Any = None, uploads: Any = None, *, seller: Seller, look: Letterhead
    ) -> None:
        initial = {name: getattr(seller, name) for name in SELLER}
        terms = seller.payment_terms
        initial["payment_terms"] = PaymentTerms.read(terms).words if terms else ""
        super().__init__(data, uploads, initial=initial | {"colour": look.colour})
        if not look.logo:
            del self.fields["no_logo"]

    @property
    def seller(self) -> dict[str, Any]:
        """What of it the seller keeps."""
        return {name: self.cleaned_data[name] for name in SELLER}

    @property
    def look(self) -> dict[str, Any]:
        """What of it the letterhead keeps."""
        told: dict[str, Any] = {"colour": self.cleaned_data["colour"]}
        if self.cleaned_data.get("no_logo"):
            told["logo"] = None
        if self.cleaned_data.get("logo"):
            told["logo"] = self.cleaned_data["logo"]
        return told

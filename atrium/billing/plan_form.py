"""The shape of a recurring invoice as its page takes it in. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.billing.forms import choice, day, line
from atrium.billing.models import Does, InvoicePlan
from atrium.billing.rhythm import Unit
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.profile.terms import PaymentTerms

_START = ("first_on", "every", "until", "times", "does", "reprices", "currency")
_TEXTS = ("name", "reference", "note", "inclusive", "reverse_charge")
_WHEN = {
    "": gettext_lazy("At the start of each period"),
    "1": gettext_lazy("After the end of each period"),
}


def _number(label: str, *, required: bool = False, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Write a whole number."),
            "required": gettext_lazy("Write a number."),
        },
    )


class PlanForm(forms.Form):
    """What a recurring invoice says beside its lines."""

    name = line(gettext_lazy("Name"), 120, required=True)
    every = _number(gettext_lazy("Every"), required=True)
    # Its lines have units as well, in the same form.
    per = choice(gettext_lazy("Unit"), Unit.choices)
    first_on = day(gettext_lazy("First day"), required=True)
    arrears = forms.ChoiceField(
        label=gettext_lazy("Charged"),
        required=False,
        choices=list(_WHEN.items()),
        widget=forms.Select(attrs={"class": "input"}),
    )
    until = day(gettext_lazy("Last day"), help_text=gettext_lazy("No period begins after it."))
    times = _number(gettext_lazy("How many periods"), help_text=gettext_lazy("Empty for no end."))
    does = choice(gettext_lazy("By itself"), Does.choices)
    currency = choice(gettext_lazy("Currency"), [(code, code) for code in CURRENCIES])
    reprices = forms.BooleanField(
        label=gettext_lazy("Take the prices of items from the price list of the day"),
        required=False,
    )
    terms = line(gettext_lazy("Payment terms"), 40)
    reference = line(gettext_lazy("Client's reference"), 200)
    inclusive = forms.BooleanField(label=gettext_lazy("Prices include tax"), required=False)
    reverse_charge = forms.BooleanField(
        label=gettext_lazy("Reverse charge: the client accounts for the tax"), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note on each invoice"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2}),
    )

    def __init__(self, data: Any = None, *, plan: InvoicePlan) -> None:
        start = {name: getattr(plan, name) for name in (*_START, *_TEXTS)}
        start["per"] = plan.unit
        start["arrears"] = "1" if plan.arrears else ""
        start["terms"] = PaymentTerms.read(plan.terms).words if plan.terms else ""
        super().__init__(data, initial=start)
        if plan.next_index:
            for name in ("every", "per", "first_on", "arrears"):
                self.fields[name].disabled = True

    @property
    def values(self) -> dict[str, Any]:
        """What was said, as the verbs take it."""
        told = dict(self.cleaned_data)
        told["unit"] = told.pop("per")
        told["arrears"] = told["arrears"] in {"1", True}
        return told


class PauseForm(forms.Form):
    """Why nothing is charged for a while."""

    reason = line(gettext_lazy("Why"), 500)


class ResumeForm(forms.Form):
    """Whether what fell due meanwhile is charged."""

    make_up = forms.BooleanField(
        label=gettext_lazy("Charge what fell due meanwhile as well"),
        required=False,
        help_text=gettext_lazy("Otherwise these periods are passed over."),
    )

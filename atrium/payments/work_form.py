from __future__ import annotations

from typing import Any

from django import forms

from atrium.foundation.formats import FormatError, decimals, money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.payments.charging_work import Price, usual_item
from atrium.payments.work import MEETING, Work
from atrium.prices.models import Item

MOST = 300


class WorkForm(forms.Form):
    """What a piece of work is charged with."""

    item = forms.ChoiceField(label=gettext_lazy("Price"), required=False)
    quantity = forms.CharField(
        label=gettext_lazy("How many"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Left empty: the hours of what is priced by the hour, else 1."),
    )
    price = forms.CharField(
        label=gettext_lazy("Price of one"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Left empty: what the price list or the agreement says."),
    )

    def __init__(self, data: Any = None, *, work: Work, currency: str) -> None:
        rows = Item.objects.live().select_related("tax").order_by("code_key", "id")
        self.items = {str(item.public_id): item for item in rows[:MOST]}
        self.work, self.currency = work, currency
        usual = usual_item(work.model) if work.amount is None else None
        super().__init__(data, initial={"item": str(usual.public_id) if usual else ""})
        own = (
            gettext("As agreed for the job")
            if work.amount is not None
            else gettext("A price of its own")
        )
        words = [(key, _words(item)) for key, item in self.items.items()]
        field: Any = self.fields["item"]
        field.choices = [("", own), *words]
        if work.amount is not None:
            agreed = money.shown(work.amount, work.currency)
            self.fields["price"].help_text = gettext(
                "Left empty: {agreed}, as agreed for the job."
            ).format(agreed=agreed)

    def clean_quantity(self) -> Any:
        """A number above nought; None where nothing is said."""
        text = self.cleaned_data["quantity"].strip()
        try:
            number = decimals.parse(text, self._country, places=4) if text else None
        except FormatError as error:
            raise forms.ValidationError(str(error)) from error
        if number is not None and number <= 0:
            raise forms.ValidationError(gettext("Write a number above nought."))
        return number

    def clean_price(self) -> int | None:
        """In minor units; None where nothing is said."""
        text = self.cleaned_data["price"].strip()
        try:
            return money.parse(text, self.currency, self._country) if text else None
        except FormatError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        told["as_price"] = Price(self.items.get(told["item"]), told["quantity"], told["price"])
        return told

    @property
    def _country(self) -> str:
        return self.work.client.organisation.country

    @property
    def hint(self) -> str:
        """How long it took, where it is known."""
        hours = self.work.hours.normalize()
        if not hours:
            return ""
        if self.work.model == MEETING:
            return gettext("It lasted {hours:f} h.").format(hours=hours)
        return gettext("Worked on it: {hours:f} h.").format(hours=hours)


def _words(item: Item) -> str:
    return f"{item.name}, {item.price_shown} / {item.unit_word}"

"""The shape of items, tax rates and agreed prices, as pages take them in. Nothing here saves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from atrium.foundation.formats import FormatError, decimals, money
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Organisation
from atrium.prices.models import AgreedPrice, Item, TaxCategory, TaxRate
from atrium.prices.models.agreed_price import ALL_ITEMS
from atrium.prices.models.item import LONGEST
from atrium.prices.models.tax_rate import LONGEST as LONGEST_OF_RATE
from atrium.prices.units import CHOICES

_CURRENCIES = frozenset(CURRENCIES)


def _line(label: str, *, help_text: str = "", number: bool = False, **more: Any) -> forms.CharField:
    attrs = {"class": "input num" if number else "input", "autocomplete": "off"}
    if number:
        attrs["inputmode"] = "decimal"
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=help_text, widget=widget, **more)


def _choice(label: str, **more: Any) -> Any:
    widget = forms.Select(attrs={"class": "input"})
    return forms.TypedChoiceField(label=label, widget=widget, **more)


def _day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Write the day like 2026-11-24."),
            "required": gettext_lazy("Say which day."),
        },
    )


def _known(code: str) -> str:
    if code not in _CURRENCIES:
        msg = gettext("“{code}” is not a currency. Write its code, like GBP or EUR.").format(
            code=code[:20]
        )
        raise forms.ValidationError(msg)
    return code


class ItemForm(forms.Form):
    """What is said of one item. The price may name its currency: 90 EUR."""

    name = _line(
        gettext_lazy("Name"),
        max_length=LONGEST["name"],
        error_messages={"required": gettext_lazy("Say what the item is called.")},
    )
    code = _line(
        gettext_lazy("Code"),
        max_length=LONGEST["code"],
        required=False,
        help_text=gettext_lazy("Empty gives it the next number."),
    )
    price = _line(
        gettext_lazy("Price"),
        number=True,
        error_messages={"required": gettext_lazy("Write a price, like 90.")},
    )
    unit = _choice(gettext_lazy("For one"), choices=CHOICES)
    tax = _choice(gettext_lazy("Tax"), required=False, empty_value=None)
    inclusive = forms.BooleanField(label=gettext_lazy("The price includes the tax"), required=False)
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=LONGEST["description"],
        help_text=gettext_lazy("Stands below the name on invoices."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, organisation: Organisation, item: Item | None = None
    ) -> None:
        self.organisation = organisation
        self.rates = {str(r.public_id): r for r in TaxRate.objects.live()}
        if item is not None and item.tax is not None:
            self.rates.setdefault(str(item.tax.public_id), item.tax)
        super().__init__(data, initial=self._initial(item))
        self.fields["name"].widget.attrs["autofocus"] = True
        if item is not None:
            self.fields["code"].required, self.fields["code"].help_text = True, ""
        tax = self.fields["tax"]
        known = [(key, rate.name) for key, rate in self.rates.items()]
        tax.choices = [("", gettext("Not said")), *known]  # type: ignore[attr-defined]
        tax.coerce = self.rates.__getitem__  # type: ignore[attr-defined]
        self.fields["price"].help_text = gettext("In {currency}, or like 90 EUR.").format(
            currency=organisation.currency
        )

    def _initial(self, item: Item | None) -> dict[str, Any]:
        if item is None:
            first = next(iter(self.rates), "")
            return {"tax": first}
        initial = {name: getattr(item, name) for name in self.base_fields if name != "price"}
        initial["price"] = money.written(item.price_minor, item.currency)
        if item.currency != self.organisation.currency:
            initial["price"] += f" {item.currency}"
        initial["tax"] = str(item.tax.public_id) if item.tax else ""
        return initial

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        text = values.pop("price", None)
        if text is None:
            return values
        try:
            code = _known(money.currency_in(text, self.organisation.currency))
            values["price_minor"] = money.parse(text, code, self.organisation.country)
            values["currency"] = code
        except (FormatError, forms.ValidationError) as error:
            self.add_error("price", " ".join(getattr(error, "messages", [str(error)])))
        return values


class RateForm(forms.Form):
    """What is said of one tax rate."""

    name = _line(
        gettext_lazy("Name"),
        max_length=LONGEST_OF_RATE["name"],
        help_text=gettext_lazy("As invoices say it, like 19 % USt."),
        error_messages={"required": gettext_lazy("Give the tax rate a name.")},
    )
    percent = _line(
        gettext_lazy("Per cent"),
        number=True,
        error_messages={"required": gettext_lazy("Write the rate, like 19.")},
    )
    category = _choice(gettext_lazy("Category"), choices=TaxCategory.choices)
    reason = _line(
        gettext_lazy("Why no tax is charged"),
        required=False,
        max_length=LONGEST_OF_RATE["reason"],
        help_text=gettext_lazy(
            "Printed below the taxes, as the law asks it of exempt and reverse-charged supplies."
        ),
    )

    def __init__(
        self, data: Any = None, *, organisation: Organisation, rate: TaxRate | None = None
    ) -> None:
        initial = {name: getattr(rate, name) for name in self.base_fields} if rate else {}
        if rate is not None:
            initial["percent"] = rate.percent_shown
        super().__init__(data, initial=initial)
        self.organisation = organisation
        self.fields["name"].widget.attrs["autofocus"] = True

    def clean_percent(self) -> Decimal:
        text = self.cleaned_data["percent"].strip().removesuffix("%")
        return _number(text, self.organisation, places=3)


class AgreedForm(forms.Form):
    """What was agreed: for which item, a price or a discount, from when to when, from how many on."""

    item = _line(gettext_lazy("Item"), max_length=LONGEST["code"], required=False)
    value = _line(
        gettext_lazy("Price or discount"),
        number=True,
        help_text=gettext_lazy("A price like 90 or 90 EUR, or a discount like 12.5 %."),
        error_messages={
            "required": gettext_lazy("Write a price like 90, or a discount like 12.5 %.")
        },
    )
    from_quantity = _line(
        gettext_lazy("From quantity"),
        number=True,
        required=False,
        help_text=gettext_lazy("Empty: for any quantity."),
    )
    valid_from = _day(gettext_lazy("Valid from"), required=True)
    valid_to = _day(gettext_lazy("Valid to"), help_text=gettext_lazy("Empty: until it is ended."))
    for_group = forms.BooleanField(
        label=gettext_lazy("For the whole group"),
        required=False,
        help_text=gettext_lazy("Clients below this one pay it as well."),
    )

    def __init__(
        self, data: Any = None, *, organisation: Organisation, price: AgreedPrice | None = None
    ) -> None:
        self.organisation, self.price = organisation, price
        super().__init__(data, initial=self._initial(price))
        if price is not None:
            del self.fields["item"]

    def _initial(self, price: AgreedPrice | None) -> dict[str, Any]:
        if price is None:
            return {"valid_from": self.organisation.today()}
        names = ("valid_from", "valid_to", "for_group")
        initial = {name: getattr(price, name) for name in names}
        initial["from_quantity"] = price.quantity_shown
        if price.amount is None:
            initial["value"] = price.value_shown.removesuffix(" off")
        else:
            initial["value"] = f"{money.written(price.amount, price.currency)} {price.currency}"
        return initial

    def clean_item(self) -> Item | None:
        text = self.cleaned_data["item"].strip()
        if not text or text.casefold() == ALL_ITEMS:
            return None
        found = Item.objects.live().filter(code_key=fold(text)[:60]).first()
        if found is None:
            msg = gettext("There is no item with this code. Choose one of the list.")
            raise forms.ValidationError(msg)
        item: Item = found
        return item

    def clean_from_quantity(self) -> Decimal:
        text = self.cleaned_data["from_quantity"]
        return _number(text, self.organisation, places=4) if text else Decimal(0)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        text = values.pop("value", None)
        if text is None:
            return values
        item = self.price.item if self.price else values.get("item")
        try:
            values |= self._value(text.strip(), item)
        except (FormatError, forms.ValidationError) as error:
            self.add_error("value", " ".join(getattr(error, "messages", [str(error)])))
        return values

    def _value(self, text: str, item: Item | None) -> dict[str, Any]:
        if text.endswith("%"):
            percent = _number(text.removesuffix("%"), self.organisation, places=3)
            return {"percent": percent, "amount": None, "currency": ""}
        usual = item.currency if item else self.organisation.currency
        code = _known(money.currency_in(text, usual))
        amount = money.parse(text, code, self.organisation.country)
        return {"amount": amount, "currency": code, "percent": None}


def _number(text: str, organisation: Organisation, *, places: int) -> Decimal:
    try:
        return decimals.parse(text.strip(), organisation.country, places=places)
    except FormatError as error:
        raise forms.ValidationError(str(error)) from error

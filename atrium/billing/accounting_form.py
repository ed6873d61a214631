"""The shape of how the books are kept, and of a period. Nothing here saves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from atrium.billing.models import Books
from atrium.billing.models.books import ACCOUNTS
from atrium.foundation.translation import gettext, gettext_lazy


def _line(label: str, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input num", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, widget=widget, **more)


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Write the day like 2026-11-24."),
            "required": gettext_lazy("Say which day."),
        },
        **more,
    )


class BooksForm(forms.Form):
    """Until when the books are closed, DATEV's numbers, and the account of each thing."""

    locked_until = _day(
        gettext_lazy("Closed up to"),
        required=False,
        help_text=gettext_lazy(
            "Nothing is issued, credited, paid or written off up to this day. Empty opens them."
        ),
    )
    standard_rate = forms.DecimalField(
        label=gettext_lazy("Standard rate of tax"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        help_text=gettext_lazy("Per cent. What lies below is booked as reduced."),
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "decimal"}),
    )
    consultant = _line(gettext_lazy("DATEV consultant number"), max_length=7)
    mandate = _line(gettext_lazy("DATEV client number"), max_length=5)

    def __init__(self, data: Any = None, *, books: Books) -> None:
        names = ("locked_until", "standard_rate", "consultant", "mandate")
        super().__init__(data, initial={name: getattr(books, name) for name in names})
        for what, (label, _, _) in ACCOUNTS.items():
            field = _line(label, max_length=20)
            field.initial = books.accounts.get(what, "")
            field.widget.attrs["placeholder"] = books.account(what)
            self.fields[what] = field

    @property
    def account_fields(self) -> list[forms.BoundField]:
        return [self[what] for what in ACCOUNTS]

    @property
    def values(self) -> dict[str, Any]:
        """What of it the books keep."""
        told = dict(self.cleaned_data)
        return {"accounts": {what: told.pop(what) for what in ACCOUNTS}} | told


class PeriodForm(forms.Form):
    """From which day to which."""

    first = _day(gettext_lazy("From"))
    last = _day(gettext_lazy("To"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("It ends on or after the day it begins."))
        return told


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last

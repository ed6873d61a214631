"""Fields of forms as all pages draw them, with their errors in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy

from atrium.foundation.translation import gettext_lazy

LINE = {"class": "input", "autocomplete": "off"}
_LONG = gettext_lazy("This has at most {longest} characters; shorten it.")


def line(label: str, longest: int, *, required: str = "", **options: Any) -> forms.CharField:
    """One line of text; ``required`` is what to do where it is empty."""
    more = options.pop("attrs", {})
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=longest,
        widget=forms.TextInput(attrs=LINE | more),
        error_messages={
            "required": required,
            "max_length": format_lazy(_LONG, longest=f"{longest:,}"),
        },
        **options,
    )


def text(label: str, longest: int, rows: int = 3, **options: Any) -> forms.CharField:
    """Several lines of text, which may be empty."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": rows}),
        error_messages={"max_length": format_lazy(_LONG, longest=f"{longest:,}")},
        **options,
    )


def choice(label: str, **options: Any) -> forms.ChoiceField:
    """One of a list, which may be left open; the form says of which."""
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the list.")},
        **options,
    )


def day(label: str, **options: Any) -> forms.DateField:
    """A day, which may be left open."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day like 2026-11-24.")},
        **options,
    )

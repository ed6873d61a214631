"""The fields of the forms of meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy

from atrium.foundation.translation import gettext_lazy
from atrium.meetings.checking import LONGEST

LINE = {"class": "input", "autocomplete": "off"}


def line_field(
    label: str, name: str, help_text: str = "", *, required: bool = False, **more: Any
) -> forms.CharField:
    """One line of a meeting; ``name`` says how long it may be."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST[name],
        help_text=help_text,
        widget=forms.TextInput(attrs=LINE | more),
        error_messages={
            "required": gettext_lazy("Say what the meeting is about."),
            "max_length": format_lazy(
                gettext_lazy("{label} has at most {longest} characters; shorten it."),
                label=label,
                longest=LONGEST[name],
            ),
        },
    )


def day_field(label: str, help_text: str = "", *, required: bool = False) -> forms.DateField:
    """A day of a meeting."""
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


def time_field(label: str) -> forms.TimeField:
    """A time of a meeting."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"class": "input", "type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": gettext_lazy("Write the time like 14:30."),
            "required": gettext_lazy("Say at what time."),
        },
    )

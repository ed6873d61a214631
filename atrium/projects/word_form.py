"""The shape of a column of the board, as the settings take it in."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy

from atrium.clients.word_forms import HUES, WordForm
from atrium.foundation.translation import gettext_lazy
from atrium.projects.models import Meaning
from atrium.projects.models.column import LARGEST_LIMIT


class ColumnForm(WordForm):
    """A column with its colour, how many should stand in it, and what that says of them."""

    hue = forms.TypedChoiceField(
        label=gettext_lazy("Colour"), choices=HUES, coerce=int, initial=6, widget=forms.RadioSelect
    )
    meaning = forms.ChoiceField(
        label=gettext_lazy("Projects in it are"),
        choices=Meaning.choices,
        initial=Meaning.WORKING,
        widget=forms.Select(attrs={"class": "input"}),
    )
    limit = forms.IntegerField(
        label=gettext_lazy("At most"),
        initial=0,
        min_value=0,
        max_value=LARGEST_LIMIT,
        help_text=gettext_lazy("The board says where more projects stand in it. 0 means no limit."),
        widget=forms.NumberInput(attrs={"class": "input"}),
        error_messages={
            "required": gettext_lazy("Write a number; 0 means no limit."),
            "invalid": gettext_lazy("Write a number; 0 means no limit."),
            "max_value": format_lazy(
                gettext_lazy("Write a number of at most {largest_limit}."),
                largest_limit=LARGEST_LIMIT,
            ),
            "min_value": gettext_lazy("Write a number of at least 0."),
        },
    )

"""The shape of a column of the board, as the settings take it in."""

from __future__ import annotations

from django import forms

from atrium.clients.word_forms import HUES, WordForm
from atrium.projects.models import Meaning
from atrium.projects.models.column import LARGEST_LIMIT


class ColumnForm(WordForm):
    """A column with its colour, how many should stand in it, and what that says of them."""

    hue = forms.TypedChoiceField(
        label="Colour", choices=HUES, coerce=int, initial=6, widget=forms.RadioSelect
    )
    meaning = forms.ChoiceField(
        label="Projects in it are",
        choices=Meaning.choices,
        initial=Meaning.WORKING,
        widget=forms.Select(attrs={"class": "input"}),
    )
    limit = forms.IntegerField(
        label="At most",
        initial=0,
        min_value=0,
        max_value=LARGEST_LIMIT,
        help_text="The board says where more projects stand in it. 0 means no limit.",
        widget=forms.NumberInput(attrs={"class": "input"}),
        error_messages={
            "required": "Write a number; 0 means no limit.",
            "invalid": "Write a number; 0 means no limit.",
            "max_value": f"Write a number of at most {LARGEST_LIMIT}.",
            "min_value": "Write a number of at least 0.",
        },
    )

"""The shape of the letter that a paper goes with. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.billing.mailing import Proposed
from atrium.conversations.mail.writing import Receiver, receivers
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext_lazy


class SendForm(forms.Form):
    """To whom, about what, in which words."""

    to = forms.CharField(
        label=gettext_lazy("To"),
        max_length=2000,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        help_text=gettext_lazy("Names and addresses, separated by commas."),
        error_messages={"required": gettext_lazy("Say whom it goes to.")},
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a subject.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 9}),
        help_text=gettext_lazy("The PDF is added by itself."),
        error_messages={"required": gettext_lazy("Write some words.")},
    )

    def __init__(self, data: Any = None, *, letter: tuple[str, str], proposed: Proposed) -> None:
        subject, words = letter
        told = ", ".join(map(str, proposed.receivers))
        super().__init__(data, initial={"to": told, "subject": subject, "words": words})

    def clean_to(self) -> list[Receiver]:
        try:
            return receivers(self.cleaned_data["to"], "to")
        except Refusal as error:
            raise forms.ValidationError(str(error)) from error

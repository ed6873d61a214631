"""The shape of the letter that an invoice goes with. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.billing.letters import letter_of
from atrium.billing.mailing import Proposed
from atrium.billing.models import Invoice
from atrium.conversations.mail.writing import Receiver, receivers
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member


class SendForm(forms.Form):
    """To whom, about what, in which words."""

    to = forms.CharField(
        label="To",
        max_length=2000,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        help_text="Names and addresses, separated by commas. Each gets a mail and a link of their own.",
        error_messages={"required": "Say whom it goes to."},
    )
    subject = forms.CharField(
        label="Subject",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": "Write a subject."},
    )
    words = forms.CharField(
        label="Words",
        max_length=10_000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 9}),
        help_text="The PDF and the link are added by themselves.",
        error_messages={"required": "Write some words."},
    )

    def __init__(
        self, data: Any = None, *, invoice: Invoice, by: Member, proposed: Proposed
    ) -> None:
        subject, words = letter_of(invoice, by)
        told = ", ".join(map(str, proposed.receivers))
        super().__init__(data, initial={"to": told, "subject": subject, "words": words})

    def clean_to(self) -> list[Receiver]:
        try:
            return receivers(self.cleaned_data["to"], "to")
        except Refusal as error:
            raise forms.ValidationError(str(error)) from error

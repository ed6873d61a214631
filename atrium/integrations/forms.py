"""The shape of what the page of API tokens takes in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from atrium.integrations.scopes import RESOURCES

SCOPES = [
    (f"{resource}:{verb}", f"{words}: {doing}")
    for resource, words in RESOURCES.items()
    for verb, doing in (("read", "read"), ("write", "add and change"))
]
LASTS = [("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("", "For ever")]


class TokenForm(forms.Form):
    """What will use the token, what for, and how long."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="What will use it, like “Website form”."
    )
    lasts = forms.ChoiceField(label="Works for", choices=LASTS, initial="365", required=False)
    scopes = forms.MultipleChoiceField(
        label="May",
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Your role counts besides: a token never may more than you.",
    )

    def expires_at(self) -> datetime | None:
        """When it ends; None for never."""
        days = self.cleaned_data["lasts"]
        return timezone.now() + timedelta(days=int(days)) if days else None

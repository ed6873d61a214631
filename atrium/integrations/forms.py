"""The shape of what the page of API tokens takes in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from atrium.foundation.translation import gettext, gettext_lazy
from atrium.integrations.scopes import RESOURCES

LASTS = [
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("A year")),
    ("", gettext_lazy("For ever")),
]


def _scopes() -> list[tuple[str, str]]:
    return [
        choice
        for resource, words in RESOURCES.items()
        for choice in (
            (f"{resource}:read", gettext("{what}: read").format(what=words)),
            (f"{resource}:write", gettext("{what}: add and change").format(what=words)),
        )
    ]


class TokenForm(forms.Form):
    """What will use the token, what for, and how long."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("What will use it, like “Website form”."),
    )
    lasts = forms.ChoiceField(
        label=gettext_lazy("Works for"), choices=LASTS, initial="365", required=False
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May"),
        choices=_scopes,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Your role counts besides: a token never may more than you."),
    )

    def expires_at(self) -> datetime | None:
        """When it ends; None for never."""
        days = self.cleaned_data["lasts"]
        return timezone.now() + timedelta(days=int(days)) if days else None

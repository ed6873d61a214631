"""The shape of a template for messages. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.reach.typed import languages
from atrium.conversations.marked import from_marked
from atrium.conversations.models import Way
from atrium.conversations.richtext import safe
from atrium.foundation.translation import gettext, gettext_lazy

VALUES = ("label", "way", "language", "subject", "html")


class MessageTemplateForm(forms.Form):
    """A template; its text comes from the editor as ``html``, else as ``text``."""

    label = forms.CharField(max_length=60, label=gettext_lazy("Name"))
    way = forms.ChoiceField(
        choices=Way.choices,
        initial=Way.MAIL,
        label=gettext_lazy("Begins"),
        help_text=gettext_lazy("An SMS has no subject and no formatting."),
    )
    language = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Language"),
        help_text=gettext_lazy(
            "A client or person of this language gets it; others get the one for any."
        ),
    )
    subject = forms.CharField(required=False, max_length=300, label=gettext_lazy("Subject"))
    html = forms.CharField(required=False, strip=False)
    text = forms.CharField(required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [("", gettext("Any language")), *languages()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        html = data.get("html") or ""
        data["html"] = safe(html if html.strip() else from_marked(data.get("text") or ""))
        return data


class PreviewForm(forms.Form):
    """With whom a template is looked at."""

    client = forms.IntegerField(
        required=False, min_value=1, max_value=2**31, label=gettext_lazy("Number of the client")
    )

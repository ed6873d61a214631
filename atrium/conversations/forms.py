"""The shape of a note as people write it. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from atrium.conversations.models import NoteKind
from atrium.conversations.richtext import from_plain, plain
from atrium.organisations.models import Organisation


class NoteForm(forms.Form):
    """``html`` is what the formatting field sends; without script ``text`` comes alone.

    ``remind_at`` is the clock where the organisation is.
    """

    html = forms.CharField(required=False, strip=False)
    text = forms.CharField(required=False, strip=False)
    note_kind = forms.ChoiceField(choices=NoteKind, required=False)
    pinned = forms.BooleanField(required=False)
    remind_at = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "Give the reminder a day and a time."},
    )
    version = forms.IntegerField(required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def full_clean(self) -> None:
        """Read the clock where the organisation is."""
        with timezone.override(self.organisation.zone):
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        html, text = data.get("html") or "", data.get("text") or ""
        data["html"] = html if html.strip() else from_plain(text)
        data["kind"] = data.get("note_kind") or NoteKind.GENERAL
        if not plain(data["html"]):
            self.add_error("text", "Write something first.")
        return data

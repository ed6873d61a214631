"""The shape of a note as people write it. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from atrium.conversations.marked import from_marked
from atrium.conversations.models import NoteKind
from atrium.conversations.richtext import images, plain, safe
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation


class NoteForm(forms.Form):
    """``html`` is what the editor sends; without it ``text`` comes alone, as marked.py reads it.

    ``remind_at`` is the clock where the organisation is.
    """

    html = forms.CharField(required=False, strip=False)
    text = forms.CharField(required=False, strip=False)
    note_kind = forms.ChoiceField(choices=NoteKind, required=False)
    pinned = forms.BooleanField(required=False)
    remind_at = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": gettext_lazy("Give the reminder a day and a time.")},
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
        data["html"] = safe(html if html.strip() else from_marked(text))
        data["kind"] = data.get("note_kind") or NoteKind.GENERAL
        if not (plain(data["html"]) or images(data["html"])):
            self.add_error("text", gettext("Write something first."))
        return data

    @property
    def words(self) -> str:
        """What was written, without formatting."""
        return plain(self.cleaned_data.get("html", ""))


class OutcomeForm(forms.Form):
    """How an escalation was taken care of."""

    outcome = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("What was done"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TemplateForm(forms.Form):
    """A template; its text comes from the editor as ``html``, else as ``text``."""

    label = forms.CharField(max_length=60, label=gettext_lazy("Name"))
    kind = forms.ChoiceField(choices=NoteKind, label=gettext_lazy("Kind of note"))
    html = forms.CharField(required=False, strip=False)
    text = forms.CharField(required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        html = data.get("html") or ""
        data["html"] = safe(html if html.strip() else from_marked(data.get("text") or ""))
        return data

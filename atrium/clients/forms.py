"""The shape of what people type about a client. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients import lexicon
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Organisation


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True, "class": "textarea"}),
        error_messages={"required": "Give a reason, so that everyone knows why."},
    )


class TagForm(forms.Form):
    """A tag by its key or by its word; a word that no tag has becomes a new one."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="Tag", max_length=60, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = lexicon.of(organisation)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        key, label = data.get("key"), " ".join((data.get("label") or "").split())
        found = self.words.tags.get(key or 0)
        if found is None and label:
            same = fold(label)
            found = next((t for t in self.words.tags.values() if t.label_key == same), None)
        if found is None and not label:
            self.add_error("label", "Choose a tag or type a new one.")
        return {**data, "tag": found, "label": label}

    def next_hue(self) -> int:
        """The hue that the fewest tags have, so that new ones tell apart."""
        used = [tag.hue for tag in self.words.tags.values()]
        return min(range(1, 11), key=lambda hue: (used.count(hue), hue))

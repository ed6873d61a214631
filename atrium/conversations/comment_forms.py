"""The shape of a comment as people write it. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.conversations.marked import from_marked
from atrium.conversations.richtext import plain, safe
from atrium.foundation.translation import gettext


class CommentForm(forms.Form):
    """``html`` is what the editor sends; without it ``text`` comes alone, as marked.py reads it."""

    html = forms.CharField(required=False, strip=False, max_length=100_000)
    text = forms.CharField(required=False, strip=False, max_length=100_000)
    version = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        html = data.get("html") or ""
        data["html"] = safe(html if html.strip() else from_marked(data.get("text") or ""))
        if not plain(data["html"]):
            self.add_error("text", gettext("Write something first."))
        return data

"""The shape of a task as people type it. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.calendar.facts import quick_days
from atrium.clients import lexicon
from atrium.organisations.models import Member, Organisation


class TaskForm(forms.Form):
    """``when`` is a day that is one press away; a ``due_on`` that is typed goes before it."""

    title = forms.CharField(max_length=300, error_messages={"required": "Say what is to be done."})
    when = forms.CharField(required=False)
    due_on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": "Write the day like 2026-11-24."},
    )
    assignee = forms.CharField(required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_assignee(self) -> Member | None:
        key = self.cleaned_data["assignee"]
        if not key:
            return None
        member = lexicon.of(self.organisation).members.get(int(key) if key.isdecimal() else 0)
        if member is None:
            raise forms.ValidationError("Choose a member from the list.")
        return member

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days = {key: day for key, _words, day in quick_days(self.organisation.today())}
        data["due_on"] = data.get("due_on") or days.get(data.get("when") or "")
        return data

"""The shape of when mail may reach a member. Nothing here saves."""

from __future__ import annotations

from django import forms


def _clock(label: str, *, required: bool = False) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input"}),
        error_messages={"invalid": "Write a time like 07:30.", "required": "Give it a time."},
    )


class RhythmForm(forms.Form):
    """The digest and the quiet hours."""

    digest_on = forms.BooleanField(required=False, label="Mail me each day what waits for me")
    digest_at = _clock("At", required=True)
    quiet_from = _clock("No mail from")
    quiet_until = _clock("until")

"""The shape of when mail may reach a member. Nothing here saves."""

from __future__ import annotations

from django import forms

from atrium.foundation.translation import gettext_lazy


def _clock(label: str, *, required: bool = False) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input"}),
        error_messages={
            "invalid": gettext_lazy("Write a time like 07:30."),
            "required": gettext_lazy("Give it a time."),
        },
    )


class RhythmForm(forms.Form):
    """The digest and the quiet hours."""

    digest_on = forms.BooleanField(
        required=False, label=gettext_lazy("Mail me each day what waits for me")
    )
    digest_at = _clock(gettext_lazy("At"), required=True)
    quiet_from = _clock(gettext_lazy("No mail from"))
    quiet_until = _clock("until")

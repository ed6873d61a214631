"""The shape of what is noted while a job is worked on. Nothing here saves."""

from __future__ import annotations

import re

from django import forms

from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.models.candidate import Step

_CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})?\s*h?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|minutes?)", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|hours?)?", re.IGNORECASE)


def minutes_in(text: str) -> int | None:
    """1:30, 1h30, 90 min, 1.5 h and 2 as minutes; None for anything else."""
    text = text.strip()
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2] or 0)
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    if found := _HOURS.fullmatch(text):
        return round(float(found[1].replace(",", ".")) * 60)
    return None


class TimeForm(forms.Form):
    """How long, when, at what."""

    minutes = forms.CharField(
        max_length=20,
        error_messages={"required": gettext_lazy("Say how long, like 1:30 or 45 min.")},
    )
    day = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Write the day like 2026-11-24.")}
    )
    note = forms.CharField(required=False, max_length=300)

    def clean_minutes(self) -> int:
        found = minutes_in(self.cleaned_data["minutes"])
        if found is None:
            msg = gettext("Write a time like 1:30 or 45 min.")
            raise forms.ValidationError(msg)
        return found


class IncidentForm(forms.Form):
    """What went wrong."""

    text = forms.CharField(
        max_length=2000, error_messages={"required": gettext_lazy("Say what happened.")}
    )


class ResolveForm(forms.Form):
    """How it was put right."""

    resolution = forms.CharField(
        max_length=2000, error_messages={"required": gettext_lazy("Say how it was put right.")}
    )


class ChecklistForm(forms.Form):
    """What is to be ticked off, a line each."""

    text = forms.CharField(
        max_length=20_000,
        error_messages={"required": gettext_lazy("Say what is to be ticked off.")},
    )


class CandidateForm(forms.Form):
    """Who may fill an opening."""

    name = forms.CharField(
        max_length=200, error_messages={"required": gettext_lazy("Give the candidate a name.")}
    )
    note = forms.CharField(required=False, max_length=2000)


class StepForm(forms.Form):
    """How far a candidate is."""

    step = forms.ChoiceField(
        choices=Step.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the list.")},
    )

from __future__ import annotations

from django import forms

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class PlanForm(forms.Form):
    """When, where, how many."""

    enabled = forms.BooleanField(label="Make a backup every day", required=False)
    hour = forms.TypedChoiceField(label="At, by UTC", choices=HOURS, coerce=int)
    place = forms.CharField(
        label="Where",
        max_length=500,
        required=False,
        help_text="A folder like /var/backups/atrium, best on another disk, or s3://KEY:SECRET@host/bucket?region=eu-west-1.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    daily = forms.IntegerField(label="Days of which one is kept", min_value=1, max_value=366)
    weekly = forms.IntegerField(label="Weeks", min_value=0, max_value=520)
    monthly = forms.IntegerField(label="Months", min_value=0, max_value=240)


class KeyForm(forms.Form):
    """A public key whose secret half is elsewhere."""

    public_key = forms.CharField(
        label="Public key",
        max_length=100,
        required=False,
        help_text="Empty for a new key that is made here and shown once you ask for it.",
        widget=forms.TextInput(
            attrs={"placeholder": "age1…", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

from __future__ import annotations

from django import forms

from atrium.foundation.translation import gettext_lazy

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class PlanForm(forms.Form):
    """When, where, how many."""

    enabled = forms.BooleanField(label=gettext_lazy("Make a backup every day"), required=False)
    hour = forms.TypedChoiceField(label=gettext_lazy("At, by UTC"), choices=HOURS, coerce=int)
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "A folder like /var/backups/atrium, best on another disk, or s3://KEY:SECRET@host/bucket?region=eu-west-1."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    daily = forms.IntegerField(
        label=gettext_lazy("Days of which one is kept"), min_value=1, max_value=366
    )
    weekly = forms.IntegerField(label=gettext_lazy("Weeks"), min_value=0, max_value=520)
    monthly = forms.IntegerField(label=gettext_lazy("Months"), min_value=0, max_value=240)


class KeyForm(forms.Form):
    """A public key whose secret half is elsewhere."""

    public_key = forms.CharField(
        label=gettext_lazy("Public key"),
        max_length=100,
        required=False,
        help_text=gettext_lazy(
            "Empty for a new key that is made here and shown once you ask for it."
        ),
        widget=forms.TextInput(
            attrs={"placeholder": "age1…", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

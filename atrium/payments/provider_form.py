from __future__ import annotations

from django import forms

from atrium.foundation.translation import gettext_lazy
from atrium.payments.providers.places import HOME


class ProviderForm(forms.Form):
    """The keys of the account at the provider; one that is left empty stays as it is."""

    secret = forms.CharField(
        label=gettext_lazy("Secret key"),
        required=False,
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Best a restricted one that may write Checkout Sessions, PaymentIntents, Refunds and PaymentMethods."
        ),
    )
    hook_secret = forms.CharField(
        label=gettext_lazy("Signing secret of the webhook"),
        required=False,
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Told by the provider once you have entered the address below there."
        ),
    )
    home = forms.CharField(
        label=gettext_lazy("Address of the API"), required=False, max_length=300, initial=HOME
    )

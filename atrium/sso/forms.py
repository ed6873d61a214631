"""The shape of what the pages of single sign-on take in."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.sso.models import Joins, Provider


class ProviderForm(forms.Form):
    """An identity provider that speaks OpenID Connect."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("As on the button: Sign in with …"),
    )
    issuer = forms.CharField(
        label=gettext_lazy("Issuer"),
        max_length=500,
        help_text=gettext_lazy(
            "An address as https://login.example.org/tenant, as its own document has it."
        ),
        widget=forms.URLInput,
    )
    registered_as = forms.CharField(label=gettext_lazy("Client ID"), max_length=200)
    client_secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Kept sealed and never shown. Empty keeps the one there is."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    joins = forms.ChoiceField(
        label=gettext_lazy("Who becomes a member by signing in"), choices=Joins
    )
    default_role = forms.ChoiceField(
        label=gettext_lazy("As"),
        help_text=gettext_lazy("The role of who was not invited to another one."),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [role for role in Role if role != Role.OWNER and by.may_give(role)]
        self.fields["default_role"].choices = [(role.value, role.label) for role in offered]  # type: ignore[attr-defined]

    @staticmethod
    def begun(provider: Provider) -> dict[str, Any]:
        """Filled in as the provider is, without its secret."""
        names = ("name", "issuer", "registered_as", "joins", "default_role")
        return {name: getattr(provider, name) for name in names}


class DomainForm(forms.Form):
    """A domain of e-mail addresses."""

    name = forms.CharField(
        label=gettext_lazy("Domain"), max_length=255, help_text=gettext_lazy("As example.org.")
    )


class AskedForm(forms.Form):
    """Whether all members have to come by single sign-on."""

    asked_of_all = forms.BooleanField(
        label=gettext_lazy("Members sign in by single sign-on alone"),
        required=False,
        help_text=gettext_lazy(
            "Owners still come in by a password and a second step, so that nobody is shut out when a provider fails. API tokens go on."
        ),
    )


class FindForm(forms.Form):
    """Whose single sign-on is looked for."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

"""The shape of what the pages of single sign-on take in."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.sso.asking import LONGEST
from atrium.sso.models import Joins, Kind, Provider


class ProviderForm(forms.Form):
    """An identity provider, whatever it speaks: its name, and who joins by it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("As on the button: Sign in with …"),
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

    @classmethod
    def begun(cls, provider: Provider) -> dict[str, Any]:
        """Filled in as the provider is, without its secret and without its metadata."""
        names = set(cls.base_fields) - {"client_secret", "metadata"}
        return {name: getattr(provider, name) for name in names}


class OidcForm(ProviderForm):
    """One that speaks OpenID Connect."""

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
    field_order = ("name", "issuer", "registered_as", "client_secret")


class SamlForm(ProviderForm):
    """One that speaks SAML 2.0."""

    metadata_url = forms.CharField(
        label=gettext_lazy("Address of its metadata"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Read now and every day, so that new certificates are known."),
        widget=forms.URLInput,
    )
    metadata = forms.CharField(
        label=gettext_lazy("Or its metadata as text"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy(
            "XML. Empty keeps what is known. Leave both empty while the provider wants the addresses of Atrium first: they are shown once it is saved."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    vouches = forms.BooleanField(
        label=gettext_lazy("Its e-mail addresses are verified"),
        required=False,
        help_text=gettext_lazy(
            "Tick it where nobody can give themselves another's address there. Without it only those sign in who linked their account themselves."
        ),
    )
    field_order = ("name", "metadata_url", "metadata", "vouches")


FORMS: dict[str, type[ProviderForm]] = {Kind.OIDC: OidcForm, Kind.SAML: SamlForm}


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

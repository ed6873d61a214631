"""What this app adds to the settings."""

from __future__ import annotations

from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page
from atrium.sso.forms import AskedForm

settings_page(
    label=gettext_lazy("Single sign-on"),
    icon="key-round",
    url_name="sso-settings",
    order=47,
    needs=Can.SSO_MANAGE,
    text=gettext_lazy(
        "Identity providers that members sign in at, proved domains, and whether passwords stay."
    ),
    words="sso oidc openid connect saml identity provider idp entra azure okta keycloak google login password domain",
    forms=(AskedForm,),
    also={"asked_of_all": "require enforce force only passwords forbid"},
    kept=("sso.provider", "sso.domain", "sso.identity", "organisations.organisation:passwords"),
)

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from atrium.foundation.secrets import unseal
from atrium.sso import oidc
from atrium.sso.asking import Asking
from atrium.sso.document import Kind
from atrium.sso.saml import written
from atrium.sso.saml.line import Line

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation


class Spoken:
    """How a provider is spoken to, and at which addresses of ours."""

    if TYPE_CHECKING:
        organisation: Organisation
        public_id: UUID
        kind: str
        issuer: str
        registered_as: str
        client_secret: str
        vouches: bool
        endpoints: dict[str, Any]

    @property
    def is_saml(self) -> bool:
        return self.kind == Kind.SAML

    @property
    def line(self) -> oidc.Client:
        """What is needed to speak OpenID Connect with it. Refused where its secret cannot be read any more."""
        secret = unseal(self.client_secret)
        return oidc.Client(self.issuer, self.registered_as, secret, self.endpoints)

    @property
    def saml(self) -> Line:
        """What is needed to speak SAML with it."""
        return Line(
            issuer=self.issuer,
            sign_in=self.endpoints["sso"],
            certificates=self.endpoints["certificates"],
            entity=self.entity,
            back=self.back,
            vouches=self.vouches,
        )

    @property
    def back(self) -> str:
        """The address that has to be registered there."""
        name = "sso-acs" if self.is_saml else "sso-back"
        return f"{settings.BASE_URL}{self._path(name)}"

    @property
    def entity(self) -> str:
        """What Atrium is called there by SAML, and where it says so itself."""
        return f"{settings.BASE_URL}{self._path('sso-metadata')}"

    @property
    def begin(self) -> str:
        """Where signing in there begins."""
        return self._path("sso-begin")

    @property
    def end(self) -> str:
        """Where it ends, in the browser that began."""
        return self._path("sso-back")

    def address(self, asking: Asking, *, anew: bool) -> str:
        """Where the person is sent with the question."""
        if self.is_saml:
            return written.address(self.saml, asking, anew=anew)
        return oidc.address(self.line, asking, self.back, anew=anew)

    def _path(self, name: str) -> str:
        return reverse(name, args=[self.organisation.slug, self.public_id])

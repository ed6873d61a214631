from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse

from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.secrets import SealedField
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation


class MailProvider(models.TextChoices):
    """Who takes mail over HTTP."""

    MAILGUN = "mailgun", "Mailgun"
    POSTMARK = "postmark", "Postmark"


HOMES = {
    MailProvider.MAILGUN: "https://api.mailgun.net/v3",
    MailProvider.POSTMARK: "https://api.postmarkapp.com",
}


class ByProvider(models.Model):
    """What a mailbox needs to send by a provider. The key and what signs its news lie sealed.

    ``hook_key`` names the mailbox in the address that the provider calls with news.
    """

    provider = models.CharField(max_length=10, choices=MailProvider, blank=True)
    provider_key = SealedField(blank=True)
    provider_home = models.CharField(max_length=300, blank=True)
    provider_domain = models.CharField(max_length=253, blank=True)
    provider_signing = SealedField(blank=True)
    hook_key = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def home(self) -> str:
        """Where the provider takes requests, without a slash at the end."""
        return (self.provider_home or HOMES[MailProvider(self.provider)]).rstrip("/")

    def hook(self, organisation: Organisation) -> str:
        """The address at which the provider tells what came back; empty before it sends by one."""
        if not self.hook_key:
            return ""
        return settings.BASE_URL + reverse("mail-hook", args=[organisation.slug, self.hook_key])

    def checked_provider(self, given: dict[str, str], kept: ByProvider | None) -> dict[str, str]:
        """What is to be kept besides. Refused with the field to mend where something is missing.

        ``given`` are the secrets typed now, ``kept`` what stood before: a key is never sent
        to another place than the one it was typed for.
        """
        if self.provider not in MailProvider.values:
            raise Refusal(gettext("Choose the provider."), field="provider")
        self.provider_home = self.provider_home.strip()
        parts = urlsplit(self.provider_home)
        if parts.query or parts.fragment:
            raise Refusal(
                gettext("Write the address up to the version only."), field="provider_home"
            )
        try:
            if self.provider_home:
                outbound.check_url(self.home)
        except Refusal as error:
            raise Refusal(str(error), field="provider_home") from error
        self.provider_domain = self.provider_domain.strip().casefold()
        if set("/%?# ") & set(self.provider_domain):
            raise Refusal(gettext("Write it like mail.example.org."), field="provider_domain")
        there = (kept.provider, kept.home) if kept and kept.provider else None
        moved = there != (self.provider, self.home)
        if not given.get("provider_key") and (moved or not self.provider_key):
            raise Refusal(gettext("Type the key of the provider."), field="provider_key")
        if moved:
            given = {"provider_signing": ""} | given
        return given | ({} if self.hook_key else {"hook_key": secrets.token_urlsafe(24)})

    def without_provider(self) -> dict[str, str]:
        """What is to be kept of the secrets by one that sends another way: none."""
        return {"provider_key": "", "provider_signing": ""} if self.provider else {}

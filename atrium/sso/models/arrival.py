from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from atrium.foundation.secrets import SealedField, seal, unseal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned
from atrium.sso.asking import NotBelieved, Told
from atrium.sso.models.provider import Provider

if TYPE_CHECKING:
    from atrium.sso.saml.response import Heard

PATIENCE = timedelta(minutes=5)


class Arrival(Owned):
    """An assertion of SAML that was brought here, by which browser is not known yet.

    The post that brings it comes from another site, hence without the cookie of the session. What it
    said lies here sealed until the browser collects it by a token that is good once and for minutes,
    and shows that it was the one that asked. The row stays until the assertion is over, so that
    it cannot be brought again.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="arrivals", db_constraint=False, db_index=False
    )
    assertion = models.CharField(max_length=64)
    token = models.CharField(max_length=64)
    said = SealedField(blank=True)
    arrived_at = models.DateTimeField(default=timezone.now)
    good_until = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            SameOrganisation("provider"),
            models.UniqueConstraint(
                fields=["organisation", "provider", "assertion"], name="sso_arrival_once"
            ),
            models.UniqueConstraint(fields=["organisation", "token"], name="sso_arrival_by_token"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.arrived_at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, provider: Provider, heard: Heard) -> str:
        """Keep what was said; the token that collects it. Refused for an assertion that came before."""
        token = secrets.token_urlsafe(32)
        said = {"told": asdict(heard.told), "answers": heard.answers, "shown_at": heard.shown_at}
        _, is_new = cls.objects.get_or_create(
            provider=provider,
            assertion=_digest(heard.assertion),
            defaults={
                "token": _digest(token),
                "said": seal(json.dumps(said)),
                "good_until": heard.good_until,
            },
        )
        if not is_new:
            raise NotBelieved(gettext("Its assertion was brought here before."))
        return token

    @classmethod
    def collect(cls, provider: Provider, token: str) -> tuple[Told, str, float] | None:
        """Who has come, which request that answers and when they showed it; None for a token that is no good."""
        lately = timezone.now() - PATIENCE
        with transaction.atomic():
            rows = cls.objects.filter(
                provider=provider, token=_digest(token), arrived_at__gt=lately
            ).exclude(said="")
            row = rows.select_for_update().first()
            if row is None or not rows.filter(pk=row.pk).update(said=""):
                return None
        said = json.loads(unseal(row.said))
        return Told(**said["told"]), said["answers"], said["shown_at"]

    @classmethod
    def forget_old(cls) -> int:
        """Forget what nobody could bring again, and what nobody collects any more."""
        now = timezone.now()
        cls.objects.filter(arrived_at__lt=now - PATIENCE).exclude(said="").update(said="")
        gone, _ = cls.objects.filter(good_until__lt=now, arrived_at__lt=now - PATIENCE).delete()
        return gone


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()

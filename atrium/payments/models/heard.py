from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.models.provider_account import ProviderAccount
from atrium.payments.providers.provider import News


class Heard(Owned):
    """News of a provider, each kept once: which charge it is about, and when it was acted upon.

    What the news say is not kept: what became of the charge is asked for.
    """

    account = models.ForeignKey(
        ProviderAccount, models.PROTECT, related_name="heard", db_constraint=False, db_index=False
    )
    event = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=60, blank=True)
    ref = models.CharField(max_length=200, blank=True)
    heard_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "account", "event"], name="heard_once"),
            SameOrganisation("account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"

    @classmethod
    def keep(cls, account: ProviderAccount, news: News) -> Heard | None:
        """Keep it; None where it was heard before."""
        rows = cls.objects.filter(account=account, event=news.id)
        if rows.exists():
            return None
        told = {"kind": news.kind, "key": news.key, "ref": news.ref}
        row, is_new = cls.objects.get_or_create(account=account, event=news.id, defaults=told)
        return row if is_new else None

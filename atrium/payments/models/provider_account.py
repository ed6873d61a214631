from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.secrets import SealedField, seal, unseal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member, Organisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.payments.providers.places import HOME
from atrium.payments.providers.provider import Provider, ProviderKind
from atrium.timeline.acting import acting

SEALED = ("secret", "hook_secret")
_BEGINS = {"secret": ("sk_", "rk_"), "hook_secret": ("whsec_",)}
_LIKE = {"secret": "sk_live_…, or rk_live_… for a restricted one", "hook_secret": "whsec_…"}


def new_key() -> str:
    """What names an account in the address that its provider calls."""
    return secrets.token_urlsafe(24)


class ProviderAccountQuerySet(models.QuerySet["ProviderAccount"]):
    """Ways to choose accounts."""

    def live(self) -> ProviderAccountQuerySet:
        return self.filter(retired_at=None)


ProviderAccountManager = OwnedManager.from_queryset(ProviderAccountQuerySet)


class ProviderAccount(Owned):
    """An account at a payment provider, through which clients pay (V10). One is in use at a time.

    Its keys lie sealed and are never given out again. ``key`` names it in the address that the provider
    calls; what was charged through one that is out of use can still be paid back.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    kind = models.CharField(max_length=10, choices=ProviderKind, default=ProviderKind.STRIPE)
    home = models.CharField(max_length=300, default=HOME)
    secret = SealedField(blank=True)
    hook_secret = SealedField(blank=True)
    key = models.CharField(max_length=60, default=new_key, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = ProviderAccountManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="provider_account_by_org"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="provider_account_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "key"], name="provider_account_by_key"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at=None), name="provider_account_one"
            ),
        ]

    def __str__(self) -> str:
        return str(ProviderKind(self.kind).label)

    @classmethod
    def current(cls) -> ProviderAccount | None:
        """The one in use."""
        found: ProviderAccount | None = cls.objects.live().first()
        return found

    @classmethod
    def set_up(
        cls, *, by: Member, secret: str, hook_secret: str, home: str = ""
    ) -> ProviderAccount:
        """Begin with an account, or change the keys of the one in use; an empty key stays as it is.

        Refused with the field to mend.
        """
        _refuse_others(by)
        found = cls.current() or cls()
        is_new = found._state.adding
        home = (home or HOME).strip().rstrip("/")
        given = {"secret": secret.strip(), "hook_secret": hook_secret.strip()}
        _check(given, home, needs_all=is_new)
        with acting(by=by, label=gettext("Set up payments by Stripe")) as act:
            if is_new:
                found.home = home
                act.insert(found)
            else:
                act.lock(found)
                act.change(found, home=home)
            sealed = {name: seal(text) for name, text in given.items() if text}
            cls.objects.filter(pk=found.pk).update(**sealed)
            for name, text in sealed.items():
                setattr(found, name, text)
        return found

    def retire(self, *, by: Member) -> None:
        """Take it out of use: nobody pays through it any more."""
        _refuse_others(by)
        with acting(by=by, label=gettext("Took payments by Stripe out of use")) as act:
            act.lock(self)
            act.change(self, retired_at=timezone.now())

    def line(self) -> Provider:
        """The provider itself; refused where its key cannot be read any more."""
        # Its package takes a fifth of the time that a program needs to start.
        from atrium.payments.providers.stripe_provider import Stripe  # noqa: PLC0415

        return Stripe(unseal(self.secret), unseal(self.hook_secret), self.home)

    def hook(self, organisation: Organisation) -> str:
        """The public address at which the provider tells its news."""
        return f"{settings.BASE_URL}{reverse('pay-hook', args=[organisation.slug, self.key])}"


def _check(given: dict[str, Any], home: str, *, needs_all: bool) -> None:
    for name, text in given.items():
        if (text and not text.startswith(_BEGINS[name])) or (needs_all and not text):
            msg = gettext("Copy it from the provider's page of keys; it looks like {like}.").format(
                like=_LIKE[name]
            )
            raise Refusal(msg, field=name)
    try:
        outbound.check_url(home)
    except Refusal as error:
        raise Refusal(str(error), field="home") from error


def _refuse_others(by: Member) -> None:
    if not by.can(Can.ORGANISATION_EDIT):
        raise Refusal(gettext("Only who changes the organisation's settings sets up payments."))

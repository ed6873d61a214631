from __future__ import annotations

import re
from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import bank
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting, acting

LONGEST_NUMBER = 60


class BankAccount(Owned):
    """An account of the organisation's own, whose statements are taken in (V10).

    ``number`` is its IBAN, or whatever its bank calls it, without spaces.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=LONGEST_NUMBER)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="bank_account_by_org"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="bank_account_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "number", "currency"], name="bank_account_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """Its number as it may be shown beside others."""
        return bank.masked(self.number)

    @classmethod
    def open(cls, *, by: Member, name: str, number: str, currency: str) -> BankAccount:
        """A new account. Refused with the field to mend; the one that is there already comes back."""
        name, number = " ".join(name.split())[:120], plain(number)
        if not name:
            raise Refusal(gettext("Give the account a name, like “Current account”."), field="name")
        if currency not in CURRENCIES:
            raise Refusal(gettext("Choose the currency of the account."), field="currency")
        with acting(by=by, label=gettext("Added the bank account {name}").format(name=name)) as act:
            return cls.found(number or name, currency, act, name=name)

    @classmethod
    def found(cls, number: str, currency: str, act: Acting, *, name: str = "") -> BankAccount:
        """The account of this number, added where it is not known yet. Only verbs call this."""
        number = plain(number)
        known: BankAccount | None = cls.objects.filter(number=number, currency=currency).first()
        if known is not None:
            return known
        name = name or gettext("Account {masked}").format(masked=bank.masked(number))
        return act.insert(cls(name=name, number=number, currency=currency))

    def rename(self, name: str, *, by: Member) -> None:
        """Call it something else."""
        name = " ".join(name.split())[:120]
        if not name:
            raise Refusal(gettext("Give the account a name."), field="name")
        with acting(
            by=by, label=gettext("Renamed the bank account {name}").format(name=self.name)
        ) as act:
            act.lock(self)
            act.change(self, name=name)


def plain(number: str) -> str:
    """The number as it is kept: without spaces, in capitals."""
    return re.sub(r"\s", "", number).upper()[:LONGEST_NUMBER]

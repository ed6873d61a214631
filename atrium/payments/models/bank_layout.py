from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.bank.layout import Layout
from atrium.payments.models.bank_account import BankAccount
from atrium.timeline.acting import Acting


class BankLayout(Owned):
    """What a person said the columns of a bank's CSV hold: its next file is read so at once.

    ``print`` names the layout by its headings; ``says`` is what Layout.kept() gives.
    """

    print = models.CharField(max_length=40)
    says: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="layouts", db_constraint=False, db_index=False
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "print"], name="bank_layout_once"),
            SameOrganisation("account"),
        ]

    def __str__(self) -> str:
        return gettext("Layout of {account}").format(account=self.account)

    @classmethod
    def known(cls, guessed: Layout) -> BankLayout | None:
        """What is remembered of files with these columns."""
        rows = cls.objects.select_related("account").filter(print=guessed.print)
        found: BankLayout | None = rows.first()
        return found

    def applied(self, guessed: Layout) -> Layout:
        """The guess with what is remembered in place of it."""
        roles = [str(role) for role in self.says.get("roles", guessed.roles)]
        return guessed.named(roles) if len(roles) == len(guessed.roles) else guessed

    @classmethod
    def remember(cls, layout: Layout, account: BankAccount, act: Acting) -> None:
        """Keep it for the next file with these columns. Only verbs call this."""
        known = cls.objects.filter(print=layout.print).select_for_update(of=("self",)).first()
        if known is None:
            act.insert(cls(print=layout.print, says=layout.kept(), account=account))
        else:
            act.change(known, says=layout.kept(), account=account, changed_at=timezone.now())

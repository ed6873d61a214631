from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting


class Holding(models.TextChoices):
    """What happens to a client beyond the limit."""

    OFF = "off", gettext_lazy("Nothing")
    SUGGEST = "suggest", gettext_lazy("Suggest a hold")
    AUTOMATIC = "automatic", gettext_lazy("Put on hold, and take off again once paid")


class CollectingRules(Owned):
    """What is done by itself about payments and overdue invoices: one row for each organisation; nothing until it says so (V07).

    The limit is passed by so many days overdue, or by so much overdue in the organisation's currency.
    """

    reminds = models.BooleanField(default=False)
    thanks = models.BooleanField(default=False)
    holding = models.CharField(max_length=10, choices=Holding, default=Holding.OFF)
    hold_days = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_amount = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="collecting_rules_once")
        ]

    def __str__(self) -> str:
        return gettext("Rules of collecting")

    @classmethod
    def standing(cls) -> CollectingRules:
        """Those of the organisation entered; the ones that do nothing where none are kept."""
        return cls.objects.first() or cls()

    @classmethod
    def put(cls, *, by: Member, **values: Any) -> CollectingRules:
        """Change them; refused, with the field, where a limit is missing or cannot be meant."""
        if not by.can(Can.ORGANISATION_EDIT):
            raise Refusal(gettext("Only who changes the organisation's settings sets these rules."))
        limits = [values.get(name) for name in ("hold_days", "hold_amount")]
        if values.get("holding") != Holding.OFF and not any(limits):
            raise Refusal(gettext("Give a limit: days overdue, or an amount."), field="hold_days")
        if any(limit is not None and not 0 < limit < money.LARGEST for limit in limits):
            raise Refusal(gettext("A limit is above nought."), field="hold_days")
        rules = cls.standing()
        with acting(by=by, label=gettext("Changed the rules of collecting")) as act:
            if rules._state.adding:
                for name, value in values.items():
                    setattr(rules, name, value)
                act.insert(rules)
            else:
                act.lock(rules)
                act.change(rules, **values)
        return rules

    def is_passed(self, days: int, amount: int) -> bool:
        """Whether a client with so much overdue for so long is beyond the limit."""
        by_days = self.hold_days is not None and days > self.hold_days
        return by_days or (self.hold_amount is not None and amount > self.hold_amount)

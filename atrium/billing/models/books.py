from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

# What each account is for; the second is the German standard chart SKR03.
ACCOUNTS: dict[str, tuple[str, str, str]] = {
    "receivable": (gettext_lazy("Receivables"), "1100", "1400"),
    "bank": (gettext_lazy("Bank"), "1200", "1200"),
    "cash": (gettext_lazy("Cash"), "1010", "1000"),
    "card": (gettext_lazy("Cards, in transit"), "1210", "1360"),
    "written_off": (gettext_lazy("Written off"), "6900", "2400"),
    "rounding": (gettext_lazy("Rounding"), "7990", "4999"),
    "revenue": (gettext_lazy("Revenue"), "4000", "8400"),
    "revenue_reduced": (gettext_lazy("Revenue at reduced rates"), "4010", "8300"),
    "revenue_untaxed": (gettext_lazy("Revenue without tax"), "4020", "8100"),
    "revenue_reverse": (gettext_lazy("Revenue with reverse charge"), "4030", "8337"),
    "revenue_eu": (gettext_lazy("Intra-Community supplies"), "4040", "8125"),
    "revenue_export": (gettext_lazy("Exports"), "4050", "8120"),
    "tax": (gettext_lazy("Tax charged"), "2200", "1776"),
    "tax_reduced": (gettext_lazy("Tax charged at reduced rates"), "2210", "1771"),
}
_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z ._-]{0,19}")
_GERMAN = frozenset({"DE"})


class Books(Owned):
    """How the organisation keeps its books: which accounts, and until when they are closed; one row each."""

    accounts: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    standard_rate = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    locked_until = models.DateField(null=True, blank=True)
    consultant = models.CharField(max_length=7, blank=True)
    mandate = models.CharField(max_length=5, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_set_of_books")]

    def __str__(self) -> str:
        return gettext("Books of {organisation}").format(organisation=self.organisation)

    @classmethod
    def of(cls, organisation: Organisation) -> Books:
        """The organisation's own, or those that suit its country."""
        found: Books | None = cls.objects.first()
        return found or cls(organisation=organisation)

    def account(self, what: str) -> str:
        """The number of an account: one's own, or that of the usual chart."""
        _, plain, german = ACCOUNTS[what]
        usual = german if self.organisation.country in _GERMAN else plain
        return self.accounts.get(what) or usual

    @classmethod
    def edit(cls, organisation: Organisation, *, by: Member, **values: Any) -> Books:
        """Change accounts ({"bank": "1200"}), DATEV's numbers or ``locked_until``.

        Refused where an account cannot be written, and for a lock that reaches today or beyond.
        """
        if "accounts" in values:
            values["accounts"] = _checked(values["accounts"])
        day: date | None = values.get("locked_until")
        if day is not None and day >= organisation.today():
            msg = gettext("Lock up to a day that is past: what comes in today has to be booked.")
            raise Refusal(msg, field="locked_until")
        for name, longest in (("consultant", 7), ("mandate", 5)):
            if values.get(name) and not re.fullmatch(rf"[0-9]{{1,{longest}}}", values[name]):
                raise Refusal(
                    gettext("Write at most {longest} digits.").format(longest=longest), field=name
                )
        with acting(by=by, label=gettext("Changed the books")) as act:
            act.lock(organisation)
            row = cls.of(organisation)
            if row._state.adding:
                for name, value in values.items():
                    setattr(row, name, value)
                act.insert(row)
            else:
                act.change(row, **values)
        return row


def refuse_locked(day: date, field: str = "on") -> None:
    """Refused where the books are closed on that day: nothing is issued, credited or paid into them."""
    until: date | None = Books.objects.values_list("locked_until", flat=True).first()
    if until is not None and day <= until:
        msg = gettext(
            "The books are closed up to {until:%-d %b %Y}. Choose a later day, or open "
            "them under Accounting."
        ).format(until=spoken(until))
        raise Refusal(msg, field=field)


def _checked(accounts: dict[str, str]) -> dict[str, str]:
    told = {name: " ".join(text.split()) for name, text in accounts.items() if text.strip()}
    for name, text in told.items():
        if name not in ACCOUNTS:
            msg = gettext("There is no such account.")
            raise Refusal(msg, field=name)
        if not _ACCOUNT.fullmatch(text):
            msg = gettext("An account has up to 20 letters and digits.")
            raise Refusal(msg, field=name)
    return told

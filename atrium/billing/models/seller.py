from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, bank
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation
from atrium.organisations.owned import Owned
from atrium.profile.terms import PaymentTerms
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.organisations.models import Member

STEPS = (1, 5, 10, 50, 100)
_SERIES = models.Q(invoice_series="") | Q(credit_series="")


class RoundTax(models.TextChoices):
    """On what the tax is rounded."""

    TOTAL = "total", gettext_lazy("Once per rate, on the sum")
    LINE = "line", gettext_lazy("On each line")


class TaxMode(models.TextChoices):
    """Where a part of a minor unit of tax goes."""

    HALF = "half", gettext_lazy("Half up")
    DOWN = "down", gettext_lazy("Always down")
    UP = "up", gettext_lazy("Always up")


class Seller(Owned):
    """How the organisation stands on its invoices, and what a new one begins with; one row for each.

    ``step``: what is to be paid is rounded to so many minor units, where coins are that large.
    """

    legal_name = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    tax_id = models.CharField(max_length=60, blank=True)
    registration = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    website = models.CharField(max_length=200, blank=True)
    bank_name = models.CharField(max_length=120, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    footer = models.TextField(blank=True)
    invoice_series = models.CharField(max_length=12, default="INV")
    credit_series = models.CharField(max_length=12, default="CN")
    payment_terms = models.CharField(max_length=20, default="net-30")
    inclusive = models.BooleanField(default=False)
    rounding = models.CharField(max_length=10, choices=RoundTax, default=RoundTax.TOTAL)
    mode = models.CharField(max_length=10, choices=TaxMode, default=TaxMode.HALF)
    step = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="one_seller"),
            models.CheckConstraint(condition=~_SERIES, name="seller_has_series"),
        ]

    def __str__(self) -> str:
        return self.legal_name or str(self.organisation)

    @classmethod
    def of(cls, organisation: Organisation) -> Seller:
        """The organisation's own, or one with what suits most where nothing was said yet."""
        found: Seller | None = cls.objects.first()
        return found or cls(organisation=organisation, legal_name=organisation.name)

    @classmethod
    def edit(cls, organisation: Organisation, *, by: Member, **values: Any) -> Seller:
        """Change how invoices begin from now on; what was issued stays as it is."""
        told = _checked(values)
        with acting(by=by, label=gettext("Changed the settings of invoices")) as act:
            act.lock(organisation)
            row = cls.of(organisation)
            if row._state.adding:
                for name, value in told.items():
                    setattr(row, name, value)
                act.insert(row)
            else:
                act.change(row, **told)
        return row

    @property
    def snapshot(self) -> dict[str, Any]:
        """What an invoice keeps of it."""
        return {
            "name": self.legal_name or self.organisation.name,
            "lines": [line.strip() for line in self.address.splitlines() if line.strip()],
            "country": self.organisation.country,
            "tax_id": self.tax_id,
            "registration": self.registration,
            "email": self.email,
            "phone": self.phone,
            "website": self.website,
            "bank_name": self.bank_name,
            "iban": self.iban,
            "bic": self.bic,
        }


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    told = dict(values)
    for name in ("invoice_series", "credit_series"):
        if name in told:
            told[name] = _series(name, told[name])
    if {"invoice_series", "credit_series"} <= told.keys() and (
        told["invoice_series"] == told["credit_series"]
    ):
        msg = gettext("Give credit notes a series of their own, like CN.")
        raise Refusal(msg, field="credit_series")
    if "payment_terms" in told:
        told["payment_terms"] = PaymentTerms.read(told["payment_terms"] or gettext("30 days")).code
    for name, read in (("iban", bank.iban), ("bic", bank.bic)):
        if told.get(name):
            try:
                told[name] = read(told[name])
            except FormatError as error:
                raise Refusal(str(error), field=name) from error
    if told.get("step", 1) not in STEPS:
        msg = gettext("Choose one of the roundings.")
        raise Refusal(msg, field="step")
    return told


def _series(name: str, text: str) -> str:
    text = text.strip().upper()
    if not text.isascii() or not text.replace("-", "").isalnum() or len(text) > 12:  # noqa: PLR2004 - the width of the column
        msg = gettext("A series has up to 12 letters, digits and hyphens, like INV.")
        raise Refusal(msg, field=name)
    return text

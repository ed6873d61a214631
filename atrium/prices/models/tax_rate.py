from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.prices.usual_rates import usual_rates
from atrium.timeline.acting import Acting, acting

LONGEST = {"name": 60, "reason": 200}
MOST = 100


class TaxCategory(models.TextChoices):
    """Why a rate is what it is: the codes of UN/CEFACT list 5305 that EN 16931 takes."""

    STANDARD = "S", gettext_lazy("Standard or reduced rate")
    ZERO = "Z", gettext_lazy("Zero rated")
    EXEMPT = "E", gettext_lazy("Exempt")
    REVERSE_CHARGE = "AE", gettext_lazy("Reverse charge")
    INTRA_COMMUNITY = "K", gettext_lazy("Intra-community supply")
    EXPORT = "G", gettext_lazy("Export")
    OUTSIDE = "O", gettext_lazy("Outside the scope of tax")


class TaxRateQuerySet(models.QuerySet["TaxRate"]):
    """Ways to choose rates."""

    def live(self) -> TaxRateQuerySet:
        return self.filter(archived_at=None)


TaxRateManager = OwnedManager.from_queryset(TaxRateQuerySet)


class TaxRate(Owned):
    """A rate of tax in per cent, with its category (B05).

    ``reason`` is what the law wants printed where no tax is charged. What invoices say is copied
    from it, so that a changed rate changes no invoice.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=LONGEST["name"])
    name_key = models.CharField(max_length=80, editable=False)
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    category = models.CharField(max_length=2, choices=TaxCategory, default=TaxCategory.STANDARD)
    country = models.CharField(max_length=2, blank=True)
    reason = models.CharField(max_length=LONGEST["reason"], blank=True)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TaxRateManager()

    class Meta(Owned.Meta):
        verbose_name = "tax rate"
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="tax_rate_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="tax_rate_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name_key"],
                condition=Q(archived_at=None),
                name="tax_rate_once",
            ),
            models.CheckConstraint(
                condition=Q(category="S") | Q(percent=0), name="tax_is_nought_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent_shown(self) -> str:
        """Per cent without noughts at the end: 8.1."""
        return f"{self.percent.normalize():f}"

    @classmethod
    def add(cls, *, by: Member | None, name: str, percent: Decimal, **values: Any) -> Self:
        """Add a rate at the end of the list."""
        rate = cls(**_cleaned({"name": name, "percent": percent, **values}))
        _refuse_misfits(rate)
        with acting(by=by, label=gettext("Added the tax rate {rate}").format(rate=rate)) as act:
            if cls.objects.live().count() >= MOST:
                msg = gettext("There are {most} tax rates already; archive some first.").format(
                    most=MOST
                )
                raise Refusal(msg)
            rate.position = cls.objects.aggregate(last=models.Max("position"))["last"] or 0
            rate.position += 1
            rate._kept_once(lambda: act.insert(rate))
        return rate

    @classmethod
    def provide(cls, organisation: Organisation, *, by: Member | None) -> list[Self]:
        """Add the usual rates of the organisation's country that are not there yet."""
        there = set(cls.objects.live().values_list("name_key", flat=True))
        rows = [
            cls(
                name=name,
                name_key=fold(name)[:80],
                percent=percent,
                category=category,
                country=organisation.country,
                position=place,
            )
            for place, (name, percent, category) in enumerate(usual_rates(organisation.country))
        ]
        with acting(by=by, label=gettext("Added the usual tax rates")) as act:
            return act.insert_many(row for row in rows if row.name_key not in there)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what is said of it; invoices keep what they said."""
        with acting(by=by, label=gettext("Changed the tax rate {rate}").format(rate=self)) as act:
            self._lock(act)
            cleaned = _cleaned(values)
            _refuse_misfits(self, **cleaned)
            self._kept_once(lambda: act.change(self, **cleaned))

    def archive(self, *, by: Member) -> None:
        """Take it off the list; what has it keeps it."""
        with acting(by=by, label=gettext("Archived the tax rate {rate}").format(rate=self)) as act:
            self._lock(act)
            act.change(self, archived_at=self.archived_at or timezone.now())

    def restore(self, *, by: Member) -> None:
        """Put it on the list again."""
        with acting(by=by, label=gettext("Restored the tax rate {rate}").format(rate=self)) as act:
            self._lock(act)
            self._kept_once(lambda: act.change(self, archived_at=None))

    def _lock(self, act: Acting) -> None:
        try:
            act.lock(self)
        except type(self).DoesNotExist as error:
            raise Refusal(gettext("This tax rate was removed meanwhile.")) from error

    def _kept_once(self, write: Any) -> None:
        try:
            with transaction.atomic():
                write()
        except IntegrityError as error:
            msg = gettext(
                "There is a tax rate “{name}” already; give this one another name."
            ).format(name=self.name)
            raise Refusal(msg, field="name") from error


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Refused at the field that does not fit."""
    cleaned = dict(values)
    for name, longest in LONGEST.items():
        if name in cleaned:
            cleaned[name] = " ".join(str(cleaned[name]).split())
            if len(cleaned[name]) > longest:
                msg = gettext("Write at most {longest} characters.").format(longest=longest)
                raise Refusal(msg, field=name)
    if "name" in cleaned:
        if not cleaned["name"]:
            raise Refusal(gettext("Give the tax rate a name, like 19 % USt."), field="name")
        cleaned["name_key"] = fold(cleaned["name"])[:80]
    if "percent" in cleaned:
        percent = Decimal(cleaned["percent"])
        if not 0 <= percent < 100:  # noqa: PLR2004 - per cent
            raise Refusal(
                gettext("A tax rate lies between 0 and 99.999 per cent."), field="percent"
            )
        cleaned["percent"] = percent.quantize(Decimal("0.001"))
    if "category" in cleaned and cleaned["category"] not in TaxCategory:
        raise Refusal(gettext("Choose one of the categories."), field="category")
    return cleaned


def _refuse_misfits(rate: TaxRate, **values: Any) -> None:
    category = TaxCategory(values.get("category", rate.category))
    if category != TaxCategory.STANDARD and values.get("percent", rate.percent):
        msg = gettext("No tax is charged where it is “{category}”: write 0 per cent.").format(
            category=category.label
        )
        raise Refusal(msg, field="percent")

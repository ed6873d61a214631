from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.prices.models.tax_rate import TaxRate
from atrium.prices.units import CHOICES, PIECE, UNITS
from atrium.timeline.acting import Acting, acting

LONGEST = {"code": 40, "name": 200, "description": 2000}


class ItemQuerySet(models.QuerySet["Item"]):
    """Ways to choose items."""

    def live(self) -> ItemQuerySet:
        return self.filter(archived_at=None)

    def holding(self, text: str) -> ItemQuerySet:
        """Those whose code or name has every word of the text."""
        for word in fold(text).split():
            here = Q(code_key__contains=word) | Q(name_key__contains=word)
            self = self.filter(here)  # noqa: PLW0642 - one queryset, narrowed word by word
        return self


ItemManager = OwnedManager.from_queryset(ItemQuerySet)


class Item(Owned):
    """Something on the price list, with what it costs unless something else was agreed (B05).

    ``price_minor`` is in minor units of ``currency``, for one ``unit`` (UN/ECE Rec 20); with the
    tax in it where ``inclusive``.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    code = models.CharField(max_length=LONGEST["code"])
    code_key = models.CharField(max_length=60, editable=False)
    name = models.CharField(max_length=LONGEST["name"])
    name_key = models.CharField(max_length=300, editable=False)
    description = models.TextField(blank=True)
    unit = models.CharField(max_length=3, choices=CHOICES, default=PIECE)
    tax = models.ForeignKey(
        TaxRate, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    inclusive = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = ItemManager()

    class Meta(Owned.Meta):
        ordering = ("code_key", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="item_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "public_id"], name="item_by_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "code_key"],
                condition=Q(archived_at=None),
                name="item_code_once",
            ),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="item_price_not_below_0"),
            SameOrganisation("tax"),
        ]
        indexes = [models.Index(fields=["organisation", "code_key", "id"], name="item_in_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def price_shown(self) -> str:
        """The standard price as people read it."""
        return money.shown(self.price_minor, self.currency)

    @property
    def unit_word(self) -> str:
        return within(UNITS[self.unit].label, noun=True)

    @classmethod
    def add(cls, *, by: Member | None, name: str, price_minor: int, **values: Any) -> Self:
        """Add an item; without a code it gets the next number.

        Refused where a live item has the code; one in the archive is named, to be restored.
        """
        item = cls()
        values.setdefault("currency", item.organisation.currency)
        cleaned = _cleaned({"name": name, "price_minor": price_minor, **values})
        with acting(
            by=by,
            label=gettext("Added {cleaned} to the price list").format(cleaned=cleaned["name"]),
        ) as act:
            if not cleaned.get("code"):
                cleaned |= _code(cls._next_code())
            for field, value in cleaned.items():
                setattr(item, field, value)
            item._kept_once(lambda: act.insert(item))
        return item

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what is said of it; invoices and agreed prices keep what they said."""
        with acting(
            by=by, label=gettext("Changed {item} of the price list").format(item=self)
        ) as act:
            self._lock(act)
            cleaned = _cleaned(values)
            if "code" in cleaned and not cleaned["code"]:
                raise Refusal(gettext("Give the item a code; it is found by it."), field="code")
            self._kept_once(lambda: act.change(self, **cleaned))

    def archive(self, *, by: Member) -> None:
        """Take it off the price list; agreed prices and invoices keep it."""
        with acting(
            by=by, label=gettext("Archived {item} of the price list").format(item=self)
        ) as act:
            self._lock(act)
            act.change(self, archived_at=self.archived_at or timezone.now())

    def restore(self, *, by: Member) -> None:
        """Put it on the price list again."""
        with acting(
            by=by, label=gettext("Restored {item} to the price list").format(item=self)
        ) as act:
            self._lock(act)
            self._kept_once(lambda: act.change(self, archived_at=None))

    @classmethod
    def _next_code(cls) -> str:
        """The next number that no live item has for a code."""
        while True:
            [number] = Counter.take("item")
            if not cls.objects.live().filter(code_key=str(number)).exists():
                return str(number)

    def _lock(self, act: Acting) -> None:
        try:
            act.lock(self)
        except type(self).DoesNotExist as error:
            raise Refusal(gettext("This item was removed meanwhile.")) from error

    def _kept_once(self, write: Any) -> None:
        try:
            with transaction.atomic():
                write()
        except IntegrityError as error:
            msg = gettext("The code {code} is taken; give this item another one.").format(
                code=self.code
            )
            raise Refusal(msg, field="code") from error


def _code(text: str) -> dict[str, str]:
    return {"code": text, "code_key": fold(text)[:60]}


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Refused at the field that does not fit."""
    cleaned = dict(values)
    for name, longest in LONGEST.items():
        if name not in cleaned:
            continue
        text = str(cleaned[name])
        cleaned[name] = text.strip() if name == "description" else " ".join(text.split())
        if len(cleaned[name]) > longest:
            msg = gettext("Write at most {longest:,} characters.").format(longest=spoken(longest))
            raise Refusal(msg, field=name)
    if "code" in cleaned:
        cleaned |= _code(cleaned["code"])
    if "name" in cleaned:
        if not cleaned["name"]:
            raise Refusal(gettext("Say what the item is called."), field="name")
        cleaned["name_key"] = fold(cleaned["name"])[:300]
    if not 0 <= cleaned.get("price_minor", 0) < money.LARGEST:
        raise Refusal(gettext("A price is not below nought, and not that large."), field="price")
    if "currency" in cleaned and cleaned["currency"] not in CURRENCIES:
        raise Refusal(gettext("Write the currency by its code, like GBP or EUR."), field="currency")
    if "unit" in cleaned and cleaned["unit"] not in UNITS:
        raise Refusal(gettext("Choose one of the units."), field="unit")
    return cleaned

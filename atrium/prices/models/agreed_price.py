from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.prices.events import PriceAgreed, PriceChanged, PriceRemoved
from atrium.prices.models.item import Item
from atrium.timeline.acting import Acting, acting

MOST = 1000
LARGEST_QUANTITY = Decimal(10) ** 9
ALL_ITEMS = gettext_lazy("all items")


class AgreedPriceQuerySet(models.QuerySet["AgreedPrice"]):
    """Ways to choose agreed prices."""

    def at(self, day: date) -> AgreedPriceQuerySet:
        """Those that hold on this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def visible_to(self, member: Member) -> AgreedPriceQuerySet:
        """Those of clients that the member may see."""
        seen = Client.objects.visible_to(member).filter(pk=models.OuterRef("client_id"))
        return self.filter(models.Exists(seen))


AgreedPriceManager = OwnedManager.from_queryset(AgreedPriceQuerySet)


class AgreedPrice(Owned):
    """What a client pays instead of the standard price, from a day, to a day, from a quantity on (B05).

    Either ``amount`` (minor units of ``currency``, for one unit, with or without tax as the item's
    own price) or ``percent`` off the standard price; without an ``item`` the discount is on the whole
    price list. ``for_group``: it holds for every client below this one as well.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="agreed_prices", db_constraint=False, db_index=False
    )
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="agreed", db_constraint=False, db_index=False
    )
    for_group = models.BooleanField(default=False)
    from_quantity = models.DecimalField(max_digits=14, decimal_places=4, default=Decimal(0))
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = AgreedPriceManager()

    class Meta(Owned.Meta):
        verbose_name = "agreed price"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="agreed_price_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="agreed_price_by_public_id"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, percent=None, item__isnull=False)
                | Q(amount=None, percent__gt=0, percent__lte=100, currency=""),
                name="agreed_price_or_discount",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="agreed_price_ends_after_it_begins",
            ),
            SameOrganisation("client"),
            SameOrganisation("item"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "item"], name="agreed_price_by_client"),
            models.Index(
                fields=["organisation", "item"],
                condition=Q(item__isnull=False),
                name="agreed_price_by_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.value_shown}"

    @property
    def subject(self) -> str:
        """What it is for: the item's name, or all items."""
        return self.item.name if self.item else ALL_ITEMS

    @property
    def value_shown(self) -> str:
        """The price or the discount as people read it."""
        if self.amount is not None:
            return money.shown(self.amount, self.currency)
        return gettext("{digits} % off").format(digits=_digits(self.percent or Decimal(0)))

    @property
    def quantity_shown(self) -> str:
        """From how many on; nothing where it holds for any quantity."""
        return _digits(self.from_quantity) if self.from_quantity else ""

    @property
    def terms(self) -> str:
        """All that was agreed in a line."""
        steps = (
            gettext("from {quantity_shown}").format(quantity_shown=self.quantity_shown)
            if self.from_quantity
            else ""
        )
        group = gettext("for the whole group") if self.for_group else ""
        return ", ".join(filter(None, (self.value_shown, steps, self.days, group)))

    @property
    def days(self) -> str:
        """From when to when it holds."""
        words = (
            gettext("from {first:%-d %b %Y} to {last:%-d %b %Y}")
            if self.valid_to
            else gettext("from {first:%-d %b %Y}")
        )
        return words.format(
            first=spoken(self.valid_from), last=self.valid_to and spoken(self.valid_to)
        )

    @classmethod
    def agree(cls, client: Client, *, by: Member | None, item: Item | None, **values: Any) -> Self:
        """Agree on a price with the client, from today on unless a day is named.

        Refused where another one holds for the same item, quantity and reach in that time.
        """
        values.setdefault("valid_from", client.organisation.today())
        price = cls(client=client, item=item)
        with acting(
            by=by, label=gettext("Agreed a price with {client}").format(client=client)
        ) as act:
            _lock(client, act)
            price._take(values)
            if cls.objects.filter(client=client).count() >= MOST:
                msg = gettext(
                    "A client has at most {most:,} agreed prices; remove some that have ended."
                ).format(most=spoken(MOST))
                raise Refusal(msg)
            price._refuse_overlap()
            act.insert(price)
            story = PriceAgreed(item=price.subject, terms=price.terms)
            act.record(story, client=client, subject=price)
        return price

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what was agreed; nothing is told where nothing differs."""
        client = self.client
        with acting(
            by=by, label=gettext("Changed an agreed price of {client}").format(client=client)
        ) as act:
            _lock(client, act)
            self._lock(act)
            was, before = self._terms(), self._told()
            self._take(values)
            self._refuse_overlap()
            now = self._terms()
            for name, value in was.items():
                setattr(self, name, value)
            if act.change(self, **now):
                after = self._told()
                changes = [[n, before[n], after[n]] for n in before if before[n] != after[n]]
                story = PriceChanged(item=self.subject, terms=self.terms, changes=changes)
                act.record(story, client=client, subject=self)

    def remove(self, *, by: Member) -> None:
        """Take it back as if it had never been; to let one end, set its last day."""
        client = self.client
        with acting(
            by=by, label=gettext("Removed an agreed price of {client}").format(client=client)
        ) as act:
            _lock(client, act)
            self._lock(act)
            story = PriceRemoved(item=self.subject, terms=self.terms)
            act.remove(self)
            act.record(story, client=client)

    def clashes_with(self, other: AgreedPrice) -> bool:
        """Whether both hold for the same item, quantity and reach on some day."""
        same = ("item_id", "for_group", "from_quantity")
        if any(getattr(self, name) != getattr(other, name) for name in same):
            return False
        begins, ends = max(self.valid_from, other.valid_from), (self.valid_to, other.valid_to)
        return all(end is None or end >= begins for end in ends)

    def _take(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        if self.amount is not None and self.item is None:
            raise Refusal(gettext("A fixed price is for one item; choose it."), field="item")
        if (self.amount is None) == (self.percent is None):
            raise Refusal(gettext("Give either a price or a discount in per cent."), field="value")
        self._take_value()
        if not 0 <= self.from_quantity < LARGEST_QUANTITY:
            raise Refusal(gettext("Say from how many on, like 10."), field="from_quantity")
        self.from_quantity = Decimal(self.from_quantity).quantize(Decimal("0.0001"))
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise Refusal(gettext("It cannot end before it begins."), field="valid_to")

    def _take_value(self) -> None:
        if self.amount is not None and self.item is not None:
            self.currency = self.currency or self.item.currency
            if self.currency not in CURRENCIES:
                raise Refusal(
                    gettext("Write the currency by its code, like EUR."), field="currency"
                )
            if not 0 <= self.amount < money.LARGEST:
                raise Refusal(
                    gettext("A price is not below nought, and not that large."), field="value"
                )
        if self.percent is not None:
            self.currency = ""
            self.percent = Decimal(self.percent).quantize(Decimal("0.001"))
            if not 0 < self.percent <= 100:  # noqa: PLR2004 - per cent
                raise Refusal(
                    gettext("A discount is more than 0 and at most 100 per cent."), field="value"
                )

    def _refuse_overlap(self) -> None:
        others = AgreedPrice.objects.filter(client=self.client_id, item=self.item_id)
        for other in others.exclude(pk=self.pk):
            if self.clashes_with(other):
                msg = gettext(
                    "{value_shown} is agreed already {days}. Let that one end first, or choose "
                    "other days or another quantity."
                ).format(value_shown=other.value_shown, days=other.days)
                raise Refusal(msg, field="valid_from")

    def _terms(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _STATE}

    def _told(self) -> dict[str, str]:
        return {
            "Price": self.value_shown,
            "From quantity": self.quantity_shown,
            "Valid from": f"{spoken(self.valid_from):%-d %b %Y}",
            "Valid to": f"{spoken(self.valid_to):%-d %b %Y}" if self.valid_to else "",
            "Whole group": "yes" if self.for_group else "no",
        }

    def _lock(self, act: Acting) -> None:
        item = self.item
        try:
            act.lock(self)
        except type(self).DoesNotExist as error:
            raise Refusal(gettext("This agreed price was removed meanwhile.")) from error
        if item is not None and item.pk == self.item_id:
            self.item = item


_STATE = ("for_group", "from_quantity", "amount", "currency", "percent", "valid_from", "valid_to")


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _lock(client: Client, act: Acting) -> None:
    organisation = client.organisation
    act.lock(client)
    client.organisation = organisation
    client.refuse_archived()

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from atrium.billing.models.invoice_part import InvoicePart
from atrium.billing.reckoning import Priced
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number, money
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import OwnedManager
from atrium.prices.models import TaxCategory

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice
    from atrium.timeline.acting import Acting

MOST = 500
LONGEST = 2000
LARGEST_QUANTITY = Decimal(10**9)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewLine:
    """A line as it is wished for. ``price`` in minor units; ``deducts``: the deposit invoice it takes off; ``work``: what it charges, like "jobs.job:7"."""

    text: str
    price: int
    quantity: Decimal = Decimal(1)
    unit: str = ""
    discount: Decimal | int = Decimal(0)
    tax_name: str = ""
    tax_percent: Decimal = Decimal(0)
    tax_category: str = TaxCategory.STANDARD
    item_code: str = ""
    rule: str = ""
    work: str = ""
    deducts: Invoice | None = None


class Line(InvoicePart):
    """One line of an invoice: what, how many, for how much, taxed how.

    All of it is a copy: what the price list says later changes nothing here. ``amount`` is what the
    line comes to in minor units. ``rule`` says in words which rule gave the price.
    """

    invoice = models.ForeignKey(
        "billing.Invoice",
        models.PROTECT,
        related_name="lines",
        db_constraint=False,
        db_index=False,
    )
    position = models.PositiveIntegerField()
    text = models.TextField()
    quantity = models.DecimalField(max_digits=14, decimal_places=4, default=Decimal(1))
    unit = models.CharField(max_length=20, blank=True)
    price_minor = models.BigIntegerField()
    discount = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_name = models.CharField(max_length=80, blank=True)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_category = models.CharField(max_length=2, choices=TaxCategory, default=TaxCategory.STANDARD)
    item_code = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=300, blank=True)
    work = models.CharField(max_length=60, blank=True)
    deducts = models.ForeignKey(
        "billing.Invoice",
        models.PROTECT,
        null=True,
        related_name="deducted_by",
        db_constraint=False,
        db_index=False,
    )
    amount = models.BigIntegerField(default=0)

    objects: ClassVar = OwnedManager()

    class Meta(InvoicePart.Meta):
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "invoice", "position"], name="line_in_its_place"
            ),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=100), name="discount_within_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(tax_percent__gte=0, tax_percent__lte=100), name="tax_within_a_hundred"
            ),
            SameOrganisation("invoice"),
            SameOrganisation("deducts"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "deducts"],
                condition=Q(deducts__isnull=False),
                name="line_by_deposit",
            )
        ]

    def __str__(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def priced(self) -> Priced:
        """As it is reckoned."""
        return Priced(
            self.quantity,
            self.price_minor,
            self.discount,
            self.tax_percent,
            self.tax_category,
            self.tax_name,
        )

    @property
    def wish(self) -> NewLine:
        """The same once more; what deducts a deposit does so still."""
        return NewLine(
            text=self.text,
            price=self.price_minor,
            quantity=self.quantity,
            unit=self.unit,
            discount=self.discount,
            tax_name=self.tax_name,
            tax_percent=self.tax_percent,
            tax_category=self.tax_category,
            item_code=self.item_code,
            rule=self.rule,
            work=self.work,
            deducts=self.deducts,
        )

    @property
    def copied(self) -> NewLine:
        """The same for another invoice, which deducts no deposit and charges no work once more."""
        return replace(self.wish, deducts=None, work="")

    @classmethod
    def made(cls, wishes: Iterable[NewLine], *, reverse_charge: bool) -> list[Line]:
        """The lines in their order, not saved yet; refused, with the line to mend, where one cannot be."""
        found = [cls._made(place, wish) for place, wish in enumerate(wishes, 1)]
        if len(found) > MOST:
            msg = gettext("An invoice has at most {most} lines; put some together.").format(
                most=MOST
            )
            raise Refusal(msg, field="lines")
        for line in found if reverse_charge else ():
            line.tax_name = str(TaxCategory.REVERSE_CHARGE.label)
            line.tax_percent, line.tax_category = Decimal(0), TaxCategory.REVERSE_CHARGE
        return found

    @classmethod
    def put(cls, invoice: Invoice, lines: Iterable[Line], act: Acting) -> None:
        """Save new lines of an invoice. Only verbs call this."""
        act.insert_many(_of(invoice, lines))

    @classmethod
    def clear(cls, invoice: Invoice, act: Acting) -> None:
        """Take all lines of a draft away. Only verbs call this."""
        act.remove_many(_of(invoice, invoice.lines.all()))

    @classmethod
    def _made(cls, place: int, wish: NewLine) -> Line:
        text = wish.text.replace("\x00", "").strip()
        if not text:
            raise _wrong(place, gettext("say what it is for"))
        if len(text) > LONGEST:
            raise _wrong(
                place,
                gettext("its text has at most {longest:,} characters; shorten it").format(
                    longest=spoken(LONGEST)
                ),
            )
        if card_number.found(text):
            raise _wrong(place, gettext("its text holds a card number; take it out"))
        if wish.tax_category not in TaxCategory.values:
            raise _wrong(place, gettext("choose how it is taxed"))
        quantity = _number(place, wish.quantity, 4, LARGEST_QUANTITY, gettext("its quantity"))
        discount = _number(place, wish.discount, 3, _HUNDRED, gettext("its discount"))
        percent = _number(place, wish.tax_percent, 3, _HUNDRED, gettext("its tax"))
        if min(discount, percent) < 0:
            raise _wrong(place, "its discount and tax lie between 0 and 100 %")
        if percent and wish.tax_category != TaxCategory.STANDARD:
            label = within(TaxCategory(wish.tax_category).label, noun=True)
            raise _wrong(place, gettext("what is {label} has a rate of 0 %").format(label=label))
        if abs(wish.price) >= money.LARGEST:
            raise _wrong(place, gettext("its price is too large to be kept exactly"))
        line = cls(
            position=place,
            text=text,
            quantity=quantity,
            unit=wish.unit[:20],
            price_minor=wish.price,
            discount=discount,
            tax_name=wish.tax_name[:80],
            tax_percent=percent,
            tax_category=wish.tax_category,
            item_code=wish.item_code[:60],
            rule=wish.rule[:300],
            work=wish.work[:60],
            deducts=wish.deducts,
        )
        line.amount = line.priced.amount
        if abs(line.amount) >= money.LARGEST:
            raise _wrong(place, gettext("it comes to more than can be kept exactly"))
        return line


_HUNDRED = Decimal(100)
_COMPARED = (
    "text",
    "quantity",
    "unit",
    "price_minor",
    "discount",
    "tax_name",
    "tax_percent",
    "tax_category",
    "item_code",
    "rule",
    "work",
    "deducts_id",
)


def alike(some: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether the two say the same, line by line."""
    return [_said(line) for line in some] == [_said(line) for line in others]


def _of(invoice: Invoice, lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    for line in found:
        line.invoice = invoice
    return found


def _said(line: Line) -> list[Any]:
    return [getattr(line, name) for name in _COMPARED]


def _number(place: int, value: Decimal | int, digits: int, most: Decimal, what: str) -> Decimal:
    value = Decimal(value)
    if not value.is_finite() or abs(value) > most:
        raise _wrong(
            place, gettext("{what} is more than {most:,}").format(what=what, most=spoken(most))
        )
    kept = value.quantize(Decimal(1).scaleb(-digits))
    if kept != value:
        raise _wrong(
            place,
            gettext("{what} has at most {digits} digits behind the point").format(
                what=what, digits=digits
            ),
        )
    return kept


def _wrong(place: int, words: str) -> Refusal:
    return Refusal(
        gettext("Line {place}: {words}.").format(place=place, words=words),
        field=f"lines.{place - 1}",
    )

"""What the record says, and the organisation's own fields, as criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from atrium.clients.attributes import Attribute
from atrium.clients.models import FieldKey
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Criterion, Option, Values
from atrium.clients.narrowing.days import told
from atrium.clients.narrowing.kinds import Days, days_of, instants, read_days, within
from atrium.clients.value_types import Operator, Where, offered
from atrium.clients.value_types.base import BEGINS, EMPTY, FROM, HAS, IS, TO
from atrium.clients.value_types.reference import Reference
from atrium.clients.value_types.where import identifier_in

_DAYS = frozenset({"date", "date_time"})


@dataclass(frozen=True, kw_only=True)
class OfAttribute(Criterion):
    """A built-in detail, which is a column of the client, or a field, which has its keys."""

    attribute: Attribute

    @classmethod
    def of(cls, attribute: Attribute) -> OfAttribute:
        section = "Your fields" if attribute.field else "Details"
        return cls(slug=attribute.slug, label=attribute.label, section=section, attribute=attribute)

    @property
    def offers(self) -> tuple[Operator, ...]:
        own = self.attribute.operators
        return (*own, IS) if self._on_days and IS not in own else own

    @property
    def _on_days(self) -> bool:
        return self.attribute.type in _DAYS

    @property
    def asks(self) -> str:
        """Which input fits the type of the field."""
        if self._on_days:
            return "day"
        control = self.attribute.sort.control
        known = {"choice": "choices", "choices": "choices", "yes_no": "yes_no"}
        if control == "reference":
            return "person" if self.attribute.type == "person" else "client"
        return known.get(control, "number" if self.attribute.sort.numeric else "text")

    def reads(self, operator: Operator) -> str:
        return read_days(operator) if self._on_days else operator.words

    def options(self, where: Where) -> list[Option]:
        if self.asks == "yes_no":
            return [Option("yes", "Yes"), Option("no", "No")]
        if self.asks == "choices":
            return [Option(each["key"], each["label"]) for each in offered(self.attribute)]
        return []

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        if operator == EMPTY:
            return self._nothing()
        if self._on_days:
            return self._between(days_of(operator, values, where), where)
        if self.attribute.field is None:
            return self._of_column(operator, values, where)
        return self._of_keys(operator, values, where)

    def _nothing(self) -> Answer:
        one = self.attribute
        if one.field is not None:
            any_key = FieldKey.objects.filter(field=one.field, client=OuterRef("pk"))
            return Answer(q=Q(Exists(any_key)), negated=True)
        none: dict[str, Any] = {f"{one.stands}__isnull": True}
        return Answer(q=Q(**(none if one.sort.numeric else {one.stands: ""})))

    def _between(self, days: Days, where: Where) -> Answer:
        one = self.attribute
        if one.field is None:
            return Answer(q=within(one.stands, days))
        if one.type == "date":
            first, last = (float(day.toordinal()) if day else None for day in days)
            found = Q(number__gte=first) if first is not None else Q()
            found &= Q(number__lte=last) if last is not None else Q()
        else:
            begin, end = (at.timestamp() if at else None for at in instants(days, where))
            found = Q(number__gte=begin) if begin is not None else Q()
            found &= Q(number__lt=end) if end is not None else Q()
        return Answer(rows=self._keys().filter(found))

    def _of_column(self, operator: Operator, values: Values, where: Where) -> Answer:
        look_up = {HAS: "__icontains", BEGINS: "__istartswith", FROM: "__gte", TO: "__lte"}
        usual = "" if self.attribute.sort.numeric else "__iexact"
        asked = Q()
        for value in values:
            read = self.attribute.sort.read(value, self.attribute, where)
            asked |= Q(**{f"{self.attribute.stands}{look_up.get(operator, usual)}": read})
        return Answer(q=asked)

    def _of_keys(self, operator: Operator, values: Values, where: Where) -> Answer:
        sort, asked = self.attribute.sort, Q()
        column = "number" if sort.numeric else "text"
        look_up = {HAS: "__contains", BEGINS: "__startswith", FROM: "__gte", TO: "__lte"}
        sought = [sort.sought(value, self.attribute, where) for value in values]
        if operator == IS:
            asked = Q(**{f"{column}__in": sought})
        else:
            for one in sought:
                asked |= Q(**{f"{column}{look_up[operator]}": one})
        several = self.attribute.type == "choices" and (operator != IS or len(values) > 1)
        return Answer(rows=self._keys().filter(asked), several=several)

    def _keys(self) -> Any:
        return FieldKey.objects.filter(field=self.attribute.field, client__isnull=False)

    def named(self, value: str, operator: Operator, where: Where) -> str:
        if self._on_days:
            return told(value)
        sort = self.attribute.sort
        if isinstance(sort, Reference) and identifier_in(value):
            known = where.named(sort.model, identifier_in(value))
            return known.name if known else sort.unseen
        return sort.said(value, self.attribute, where)

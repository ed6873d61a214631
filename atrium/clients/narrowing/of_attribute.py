"""What the record says, and the organisation's own fields, as criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from atrium.clients.attributes import Attribute, Kept
from atrium.clients.models import FieldKey
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Criterion, Option, Values
from atrium.clients.narrowing.days import told
from atrium.clients.narrowing.kinds import Days, days_of, instants, read_days, within
from atrium.clients.value_types import Operator, Where, offered
from atrium.clients.value_types.base import BEGINS, EMPTY, FROM, HAS, IS, NOT, TO
from atrium.clients.value_types.reference import Reference
from atrium.clients.value_types.where import identifier_in
from atrium.foundation.translation import gettext

_LOOK_UPS = {HAS: "__icontains", BEGINS: "__istartswith", FROM: "__gte", TO: "__lte"}
_DAYS = frozenset({"date", "date_time"})


@dataclass(frozen=True, kw_only=True)
class OfAttribute(Criterion):
    """A built-in detail, which is a column of the client, or a field, which has its keys."""

    attribute: Attribute

    @classmethod
    def of(cls, attribute: Attribute) -> OfAttribute:
        section = gettext("Your fields") if attribute.field else gettext("Details")
        return cls(
            slug=attribute.slug,
            label=attribute.label,
            section=section,
            scope=attribute.scope,
            attribute=attribute,
        )

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
        control = self.attribute.control
        known = {"choice": "choices", "choices": "choices", "yes_no": "yes_no", "picker": "picker"}
        if control == "reference":
            return "person" if self.attribute.type == "person" else "client"
        return known.get(control, "number" if self.attribute.sort.numeric else "text")

    def reads(self, operator: Operator) -> str:
        return read_days(operator) if self._on_days else operator.words

    def options(self, where: Where) -> list[Option]:
        if self.asks == "yes_no":
            return [Option("yes", gettext("Yes")), Option("no", gettext("No"))]
        if self.asks == "choices":
            return [Option(each["key"], each["label"]) for each in offered(self.attribute)]
        return []

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        if operator == EMPTY:
            return self._nothing()
        if self._on_days:
            return self._between(days_of(operator, values, where), where)
        if self.attribute.kept is not None:
            return self._of_kept(self.attribute.kept, operator, values, where)
        if self.attribute.field is None:
            return self._of_column(operator, values, where)
        return self._of_keys(operator, values, where)

    def _nothing(self) -> Answer:
        one = self.attribute
        if one.field is not None:
            any_key = FieldKey.objects.filter(field=one.field, client=OuterRef("pk"))
            return Answer(q=Q(Exists(any_key)), negated=True)
        stands = one.kept.column if one.kept else one.stands
        none: dict[str, Any] = {f"{stands}__isnull": True} if one.sort.numeric else {stands: ""}
        if one.kept is not None:
            return Answer(rows=one.kept.rows().exclude(**none), negated=True)
        return Answer(q=Q(**none))

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
        one, asked = self.attribute, Q()
        for value in values:
            read = one.sort.read(value, one, where)
            if one.vocabulary and operator == IS:
                words = one.vocabulary.within(one.vocabulary.read(read))
                asked |= (
                    Q(**{f"{one.stands}__in": words})
                    if len(words) > 1
                    else self._fits(IS, words[0])
                )
            else:
                asked |= self._fits(operator, read)
        return Answer(q=asked)

    def _of_kept(self, kept: Kept, operator: Operator, values: Values, where: Where) -> Answer:
        one, asked = self.attribute, Q()
        for value in values:
            whole = operator not in {HAS, BEGINS}
            asked |= self._fits(operator, one.sort.sought(value, one, where) if whole else value)
        return Answer(rows=kept.rows().filter(kept.compared(where.organisation), asked))

    def _fits(self, operator: Operator, value: Any) -> Q:
        """A condition on the column that holds it."""
        stands = self.attribute.kept.column if self.attribute.kept else self.attribute.stands
        usual = "" if self.attribute.sort.numeric else "__iexact"
        return Q(**{f"{stands}{_LOOK_UPS.get(operator, usual)}": value})

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
        if self.attribute.vocabulary and operator in {IS, NOT}:
            return self.attribute.vocabulary.read(value)
        if isinstance(sort, Reference) and identifier_in(value):
            known = where.named(sort.model, identifier_in(value))
            return known.name if known else sort.unseen
        return sort.said(value, self.attribute, where)

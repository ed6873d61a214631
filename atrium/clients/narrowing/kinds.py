"""The shapes that criteria have: one of several words, yes or no, days, numbers, text, a count of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import OuterRef, Q
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual

from atrium.clients.facts import count_of
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Criterion, Option, Values
from atrium.clients.narrowing.days import moment, period, told
from atrium.clients.value_types import Where
from atrium.clients.value_types.base import (
    BEGINS,
    EMPTY,
    FILLED,
    FROM,
    HAS,
    IN,
    IS,
    LACKS,
    NOT,
    TO,
    Operator,
)
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within as in_sentence
from atrium.foundation.translation import gettext, gettext_lazy

type Days = tuple[date | None, date | None]
_MOST_TOLD = 8
MOST = 10**15


@dataclass(frozen=True, kw_only=True)
class OneOf(Criterion):
    """Some of the words there are. ``fits`` answers for their keys; ``nothing`` for none at all."""

    control: ClassVar[str] = "choices"
    several: ClassVar[bool] = True

    choices: Callable[[Where], list[Option]]
    fits: Callable[[list[str], Where], Answer]
    nothing: Callable[[Where], Answer] | None = None
    words: tuple[str, str] = ("is", gettext_lazy("is not"))

    @property
    def offers(self) -> tuple[Operator, ...]:
        return (IS, NOT, EMPTY, FILLED) if self.nothing else (IS, NOT)

    def reads(self, operator: Operator) -> str:
        return dict(zip((IS, NOT), self.words, strict=True)).get(operator, operator.words)

    def options(self, where: Where) -> list[Option]:
        return self.choices(where)

    def option(self, value: str, where: Where) -> Option:
        """The choice that a value means: by key, by identifier, by name. Raises FormatError."""
        every, same = self.choices(where), fold(value)
        for one in every:
            if value in {one.key, one.public} or same == fold(one.label):
                return one
        some = ", ".join(str(one.label) for one in every[:_MOST_TOLD])
        msg = gettext("{label}: there is no “{value}”.").format(label=self.label, value=value[:60])
        raise FormatError(
            gettext("{msg} Choose one of {some}.").format(msg=msg, some=some) if some else msg
        )

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        if operator == EMPTY:
            assert self.nothing is not None, "offered only where nothing can be asked for"
            return self.nothing(where)
        return self.fits([self.option(value, where).key for value in values], where)

    def named(self, value: str, operator: Operator, where: Where) -> str:
        return self.option(value, where).label

    def key(self, value: str, where: Where) -> str:
        return self.option(value, where).key

    def public(self, value: str, where: Where) -> str:
        one = self.option(value, where)
        return one.public or one.key


YES, NO = Option("yes", "yes"), Option("no", "no")


@dataclass(frozen=True, kw_only=True)
class YesNo(Criterion):
    """Something that holds or does not."""

    control: ClassVar[str] = "yes_no"
    operators: ClassVar[tuple[Operator, ...]] = (IS,)

    holds: Callable[[Where], Answer]

    def options(self, where: Where) -> list[Option]:
        return [YES, NO]

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        word = values[0].casefold()
        if word not in {"yes", "no", "true", "false", "1", "0"}:
            msg = gettext("{label}: write yes or no.").format(label=self.label)
            raise FormatError(msg)
        holds = self.holds(where)
        return holds if word in {"yes", "true", "1"} else holds.turned()

    def said(self, operator: Operator, values: Values, where: Where) -> str:
        """On hold; not on hold. Raises FormatError."""
        turned = self.answer(operator, values, where).negated
        plain = self.holds(where).negated == turned
        return self.label if plain else gettext("Not {label}").format(label=in_sentence(self.label))


@dataclass(frozen=True, kw_only=True)
class OnDays(Criterion):
    """A day. ``between`` answers for the first and last day, both meant; ``nothing`` for no day."""

    control: ClassVar[str] = "day"
    between: Callable[[Days, Where], Answer]
    nothing: Callable[[Where], Answer] | None = None
    never: str = EMPTY.words

    @property
    def offers(self) -> tuple[Operator, ...]:
        return (IN, TO, FROM, EMPTY, FILLED) if self.nothing else (IN, TO, FROM)

    def reads(self, operator: Operator) -> str:
        return self.never if operator == EMPTY else read_days(operator)

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        if operator == EMPTY:
            assert self.nothing is not None, "offered only where there may be no day"
            return self.nothing(where)
        return self.between(days_of(operator, values, where), where)

    def named(self, value: str, operator: Operator, where: Where) -> str:
        return told(value)


def read_days(operator: Operator) -> str:
    """What an operator is called of a day."""
    words = {
        IN: gettext("is in"),
        TO: gettext("is on or before"),
        FROM: gettext("is on or after"),
        IS: "is",
    }
    return words.get(operator, operator.words)


def days_of(operator: Operator, values: Values, where: Where) -> Days:
    """The days that a condition means. Raises FormatError."""
    today = where.organisation.today()
    if operator in {IN, IS}:
        return period(values[0], today)
    day = moment(values[0], today)
    return (day, None) if operator == FROM else (None, day)


def instants(days: Days, where: Where) -> tuple[datetime | None, datetime | None]:
    """From the first instant, up to but without the second."""
    zone = where.organisation.zone
    first, last = days
    begin = datetime.combine(first, time(), zone).astimezone(UTC) if first else None
    if last is None:
        return begin, None
    return begin, datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def within(column: str, days: Days, where: Where | None = None) -> Q:
    """That a column of days (with ``where``: of instants) lies between them."""
    if where is None:
        first: Any = days[0]
        last: Any = days[1]
        found = Q(**{f"{column}__gte": first}) if first else Q()
        return found & Q(**{f"{column}__lte": last}) if last else found
    begin, end = instants(days, where)
    found = Q(**{f"{column}__gte": begin}) if begin else Q()
    return found & Q(**{f"{column}__lt": end}) if end else found


def whole(text: str, label: str) -> int:
    """A whole number. Raises FormatError."""
    bare = text.strip().replace(",", "").removesuffix("%").strip()
    if not (bare.isascii() and bare.isdecimal() and len(bare) <= len(str(MOST))):
        msg = gettext("{label}: write a whole number such as 3.").format(label=label)
        raise FormatError(msg)
    return int(bare)


@dataclass(frozen=True, kw_only=True)
class Number(Criterion):
    """A whole number in a column of the client."""

    control: ClassVar[str] = "number"
    operators: ClassVar[tuple[Operator, ...]] = (FROM, TO, IS, NOT)
    column: str
    unit: str = ""

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        numbers = [whole(value, self.label) for value in values]
        look_up = {FROM: "__gte", TO: "__lte"}.get(operator)
        if look_up:
            return Answer(q=Q(**{f"{self.column}{look_up}": numbers[0]}))
        return Answer(q=Q(**{f"{self.column}__in": numbers}))

    def named(self, value: str, operator: Operator, where: Where) -> str:
        return f"{spoken(whole(value, self.label)):,}{self.unit}"


@dataclass(frozen=True, kw_only=True)
class Counted(Criterion):
    """How many rows point at the client. None and at least one are asked without counting."""

    control: ClassVar[str] = "number"
    operators: ClassVar[tuple[Operator, ...]] = (FROM, TO, IS)
    rows: Callable[[Where], Any]

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        number, rows = whole(values[0], self.label), self.rows(where)
        any_of_it = Answer(rows=rows, several=True)
        if operator == FROM and number <= 1:
            return any_of_it if number else Answer(q=Q(pk__isnull=False))
        if number == 0:
            return any_of_it.turned()
        compare = {FROM: GreaterThanOrEqual, TO: LessThanOrEqual, IS: Exact}[operator]
        return Answer(q=compare(count_of(rows.filter(client=OuterRef("pk"))), number))

    def named(self, value: str, operator: Operator, where: Where) -> str:
        return f"{spoken(whole(value, self.label)):,}"


@dataclass(frozen=True, kw_only=True)
class Text(Criterion):
    """Text in a column: of the client, or of ``rows`` that point at it, which may be ``never_blank``."""

    operators: ClassVar[tuple[Operator, ...]] = (HAS, LACKS, IS, NOT, BEGINS, EMPTY, FILLED)
    several: ClassVar[bool] = True
    column: str
    rows: Callable[[Where], Any] | None = None
    read: Callable[[str], str] = str.strip
    never_blank: bool = False

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        if operator == EMPTY:
            empty = Q(**{self.column: ""})
            if self.rows is None:
                return Answer(q=empty)
            rows = self.rows(where)
            filled = rows if self.never_blank else rows.exclude(empty)
            return Answer(rows=filled, several=True, negated=True)
        look_up = {HAS: "icontains", BEGINS: "istartswith"}.get(operator, "iexact")
        asked = Q()
        for value in values:
            asked |= Q(**{f"{self.column}__{look_up}": self.read(value)})
        if self.rows is None:
            return Answer(q=asked)
        return Answer(rows=self.rows(where).filter(asked), several=True)

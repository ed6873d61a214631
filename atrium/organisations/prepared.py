"""Queries that are put together once per process and only bound afterwards.

Django spends 1 to 12 ms on composing a query and making SQL of it, every time anew, though for one role the SQL is
always the same and its parameters differ. ``@prepared`` marks a function that answers such a query:

    @prepared()
    def _held(*, member: Member, number: int) -> ClientQuerySet:
        return Client.objects.visible_to(member).filter(number=number)

    rows = _held(member=request.member, number=7)

The first call for each shape runs the function with stand-ins: values that nobody has, and a member and an organisation
that know nothing but their keys, the role, today and the currency. Where a stand-in comes up among the parameters, alone or
between the signs of LIKE, or a day reckoned from today, later calls put the value. What is executed passes the guard as every statement does, so it stays in the current organisation.

What cannot be told apart so (a text that was changed on its way, an instant from elsewhere, anything read from the
database) is composed anew at every call, as without this. ``Prepared.plain`` always does so, for tests to compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections

from atrium.organisations import current
from atrium.organisations.bound import Place, Statement, for_driver
from atrium.organisations.models import Member, Organisation
from atrium.organisations.recurring import Recurring
from atrium.organisations.written_out import written_out

# Fits a 32-bit column, and no code has such a constant.
FIRST = 2_111_111_000
ORGANISATION, MEMBER, GIVEN = FIRST, FIRST + 1, FIRST + 10
TODAY = date(9100, 1, 1)
# Days around today that a query may reckon with; what else stands for a day lies beyond.
AROUND = 1500
CURRENCY = "\ue000Currency\ue000"
MOST_SHAPES = 500
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

type Value = int | str | UUID | date | None


class Unbindable(Exception):
    """The query depends on more than the stand-ins say."""


def prepared[**P](
    *, shape: tuple[str, ...] = (), recurring: bool = False, counted: bool = False
) -> Callable[[Callable[P, Any]], Prepared[P]]:
    """Bind the query that the function answers; arguments named in ``shape`` decide about its SQL.

    All arguments are keywords: ``member``, those of ``shape`` (hashable), and values, or lists of
    them, that become parameters as they are. ``recurring``: its rows are models, a few, and mostly
    those of the last time. ``counted``: the query answers keys (``values_list("pk", flat=True)``), and what
    is wanted is how many, as one row.
    """
    return lambda build: Prepared(build, shape, recurring=recurring, counted=counted)


class Prepared[**P]:
    """Call it as the function; it answers the rows."""

    def __init__(
        self,
        build: Callable[P, Any],
        shape: tuple[str, ...],
        *,
        recurring: bool = False,
        counted: bool = False,
    ) -> None:
        self._build = build
        self.name = f"{build.__module__.removeprefix('atrium.')}.{build.__name__.removeprefix('_')}"
        self._recurring = recurring
        self._counted = counted
        self._shape = shape
        self._known: dict[Any, Statement | type[Unbindable] | None] = {}

    def __call__(self, *args: P.args, **given: P.kwargs) -> list[Any]:
        member: Any = given.get("member")
        key = tuple(self._kind(name, value) for name, value in given.items())
        role = member and (member.role, member.allowed, member.disabled_at)
        key = (current.is_unscoped(), role, *key)
        statement = self._known.get(key, Unbindable)
        if key not in self._known:
            if len(self._known) >= MOST_SHAPES:
                self._known.clear()
            statement = self._known[key] = self._composed(dict(given))
        if statement is None:
            return [0] if self._counted else []
        if isinstance(statement, Statement):
            return statement.run(_values(dict(given), member))
        return self.plain(*args, **given)

    def plain(self, *args: P.args, **given: P.kwargs) -> list[Any]:
        """The same rows by a query composed anew."""
        rows = self._build(*args, **given)
        return [rows.count()] if self._counted else list(rows)

    @property
    def binds(self) -> bool:
        """Whether every shape that was asked for so far could be bound."""
        return all(known is not Unbindable for known in self._known.values())

    def _kind(self, name: str, value: Any) -> Any:
        if name == "member":
            return name
        if name in self._shape:
            return name, value
        return name, tuple(map(type, value)) if isinstance(value, list) else type(value)

    def _composed(self, given: dict[str, Any]) -> Statement | type[Unbindable] | None:
        """The statement of this shape; None where it never has rows."""
        marks: dict[str, Any] = {
            "today": TODAY,
            "organisation": ORGANISATION,
            "member.pk": MEMBER,
            "currency": CURRENCY,
        }
        build: Any = self._build
        for name, value in given.items():
            if name == "member":
                given[name] = _somebody(value)
            elif name not in self._shape and value is not None:
                given[name] = marks[name] = _mark(GIVEN + 1000 * len(marks), value)
        _learn_the_database()
        try:
            with _supposed():
                rows: Any = build(**given)
                if rows._known_related_objects or rows._prefetch_related_lookups:  # noqa: SLF001
                    return Unbindable
                compiler = rows.query.get_compiler(rows.db)
                sql, params = compiler.as_sql()
            places = _places(rows.db, params, marks)
            if connections[rows.db].vendor == "sqlite":
                sql, params, now = written_out(sql, params, {place[0] for place in places})
                places = tuple((now[at], *rest) for at, *rest in places)  # type: ignore[misc]
            if self._counted:
                sql = f"SELECT COUNT(*) FROM ({sql}) counted"  # noqa: S608 - a query of our own
            known = Recurring() if self._recurring else None
            return Statement(rows, compiler, sql, tuple(params), places, known)
        except EmptyResultSet:
            return None
        except Unbindable:
            return Unbindable


@contextmanager
def _supposed() -> Iterator[None]:
    """Compose as for some organisation, and execute nothing."""

    def refuse(*_: Any) -> NoReturn:
        raise Unbindable

    with current.supposed(ORGANISATION):
        if len(connections.all()) != 1:
            raise Unbindable
        with connections["default"].execute_wrapper(refuse):
            yield


def _learn_the_database() -> None:
    """Let Django find out what the database can before composing: SQLite is asked by a statement."""
    assert connections["default"].features.supports_json_field


def _somebody(member: Member | None) -> Member | None:
    """A member of the same role in an organisation of which only today and the currency are known."""
    if member is None:
        return None
    place = Organisation.from_db(None, ["id", "currency"], [ORGANISATION, CURRENCY])
    place.today = lambda: TODAY  # type: ignore[method-assign]
    known: dict[str, Any] = {"id": MEMBER, "organisation_id": ORGANISATION}
    known |= {name: getattr(member, name) for name in ("role", "allowed", "disabled_at")}
    somebody = Member.from_db(None, list(known), list(known.values()))
    somebody.organisation = place
    return somebody


def _values(given: dict[str, Any], member: Any) -> dict[str, Any]:
    given["organisation"] = current.organisation_id()
    if member is not None:
        place = member.organisation
        given |= {"member.pk": member.pk, "today": place.today(), "currency": place.currency}
    return given


def _mark(number: int, value: Any) -> Any:
    """A value of the same type that nobody has."""
    match value:
        case list():
            return [_mark(number + place, item) for place, item in enumerate(value)]
        case bool():
            raise TypeError("a yes or no decides about the SQL: name it in shape")
        case int():
            return number
        case str():
            return f"\ue000Mark{number}\ue000"
        case UUID():
            return UUID(int=number)
        case datetime():
            return datetime(9200, 1, 1, tzinfo=UTC) + timedelta(microseconds=number)
    return TODAY + timedelta(days=number - FIRST)


def _places(using: str, params: Any, marks: dict[str, Any]) -> tuple[Place, ...]:
    """Where the marks came up; Unbindable where one was changed or something else may vary."""
    connection = connections[using]
    known: dict[Any, tuple[str, int | None]] = {}
    for name, mark in marks.items():
        for place, item in enumerate(mark) if isinstance(mark, list) else [(None, mark)]:
            if item is not None:
                known[for_driver(connection, item)] = name, place
    found: list[Place] = []
    for at, param in enumerate(params):
        for within, item in enumerate(param) if isinstance(param, list) else [(None, param)]:
            if (told := _told_by(item, known)) is not None:
                found.append((at, within, *told))
    texts = {place[2:4] for place in found}
    if any(
        "\ue000" in str(mark) and told not in texts
        for mark, told in known.items()
        if mark != CURRENCY
    ):
        raise Unbindable
    return tuple(found)


def _told_by(
    item: Any, known: dict[Any, tuple[str, int | None]]
) -> tuple[str, int | None, int | tuple[str, str]] | None:
    """Which value a parameter is, and what is made of it; None for one that is always the same."""
    if isinstance(item, int | str | UUID | date) and item in known:
        return *known[item], 0
    if isinstance(item, str) and (sought := item.strip("%")) in known:
        # What contains, begins with or ends in a text.
        before, _, after = item.partition(sought)
        return *known[sought], (before, after)
    if (days := _days_from_today(item)) is not None:
        return "today", None, days
    if isinstance(item, date) or _varies(item):
        raise Unbindable
    return None


def _days_from_today(item: Any) -> int | None:
    """How far a day is from the one that stands for today; None for what is none, or too far."""
    if isinstance(item, str) and _DAY.fullmatch(item):
        item = date.fromisoformat(item)
    if type(item) is not date or abs((item - TODAY).days) > AROUND:
        return None
    return (item - TODAY).days


def _varies(item: Any) -> bool:
    """Whether a parameter holds an instant, a day, or a part of a mark."""
    text = str(item)
    return "\ue000" in text or "2111111" in text or bool(_DAY.search(text))

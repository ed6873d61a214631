"""The board: columns with the first of their cards, and the rest when one scrolls to it (C11)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from atrium.clients import lexicon
from atrium.clients.absent import LARGEST
from atrium.clients.models import Client
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.projects.facts import Line, lines_of
from atrium.projects.models import Column, Project
from atrium.projects.narrowing import Wanted

SHOWN = 20
SHOWN_IN_LANE = 5
LANES_SHOWN = 10
NOBODY = 0


@dataclass
class Stack:
    """A column as the board draws it, or the part of it that stands in a lane.

    ``total`` counts what the filters let through, ``standing`` all that stands in the column.
    """

    column: Column
    total: int = 0
    standing: int = 0
    lines: list[Line] = field(default_factory=list)
    more: str = ""

    @property
    def is_over(self) -> bool:
        """Whether more stand in it than should."""
        return bool(self.column.limit) and self.standing > self.column.limit

    @property
    def is_full(self) -> bool:
        return bool(self.column.limit) and self.standing == self.column.limit


@dataclass
class Lane:
    """What belongs to one client or one member, through all columns."""

    key: int
    label: str
    client: Client | None = None
    member: Member | None = None
    total: int = 0
    stacks: list[Stack] = field(default_factory=list)


@dataclass
class Board:
    """The board as an address asks for it; ``lanes`` is empty where it has none."""

    wanted: Wanted
    stacks: list[Stack]
    lanes: list[Lane] = field(default_factory=list)
    hidden_lanes: int = 0

    @classmethod
    def read(cls, wanted: Wanted) -> Board:
        """Columns, their counts, and the first cards of each, by one statement each."""
        columns = list(Column.objects.all())
        board = cls(wanted, _counted(columns, wanted))
        if wanted.lanes:
            board._draw_lanes(columns)
            return board
        first = _first_of(wanted.rows(), [F("column")], SHOWN)
        for line in lines_of(first, wanted.member):
            board._stack(line.project.column_id).lines.append(line)
        for stack in board.stacks:
            stack.more = _more(stack)
        return board

    @property
    def total(self) -> int:
        return sum(stack.total for stack in self.stacks)

    def _stack(self, column: int) -> Stack:
        return next(stack for stack in self.stacks if stack.column.pk == column)

    def _draw_lanes(self, columns: list[Column]) -> None:
        name = "client" if self.wanted.lanes == "client" else "manager"
        counted = self.wanted.rows().order_by().values_list(name, "column").annotate(n=Count("pk"))
        counts: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for key, column, count in counted:
            counts[key or NOBODY][column] = count
        largest = sorted(counts, key=lambda key: (-sum(counts[key].values()), key))
        shown = largest[:LANES_SHOWN]
        self.hidden_lanes = len(largest) - len(shown)
        theirs = Q(**{f"{name}__in": [key for key in shown if key]})
        if NOBODY in shown:
            theirs |= Q(**{f"{name}__isnull": True})
        named = self.wanted.rows().filter(theirs)
        lines = lines_of(
            _first_of(named, [F(name), F("column")], SHOWN_IN_LANE), self.wanted.member
        )
        where: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in lines:
            where[(getattr(line.project, f"{name}_id") or NOBODY, line.project.column_id)].append(
                line
            )
        for key in shown:
            stacks = [
                Stack(each, total=counts[key].get(each.pk, 0), lines=where[(key, each.pk)])
                for each in columns
            ]
            self.lanes.append(self._lane(key, stacks))

    def _lane(self, key: int, stacks: list[Stack]) -> Lane:
        total = sum(stack.total for stack in stacks)
        if self.wanted.lanes == "client":
            client = next(line.project.client for s in stacks for line in s.lines)
            return Lane(key, client.name, client=client, total=total, stacks=stacks)
        who = lexicon.of(self.wanted.member.organisation).members.get(key)
        return Lane(
            key, who.name if who else gettext("Nobody"), member=who, total=total, stacks=stacks
        )


def further(wanted: Wanted, key: int, after: str) -> Stack | None:
    """The cards of a column, by its key, that follow the place ``after``, as Stack.more names it.

    None where there is no such column.
    """
    column = Column.objects.filter(pk=min(key, LARGEST)).first()
    if column is None:
        return None
    rank, _, place = after.partition(".")
    rows = wanted.rows().filter(column=column)
    if _is_whole(rank) and _is_whole(place):
        rows = rows.after(int(rank), int(place))
    found = list(rows.by_place()[: SHOWN + 1])
    stack = Stack(column, total=len(found), lines=lines_of(found[:SHOWN], wanted.member))
    stack.more = _more(stack)
    return stack


def counts_of(wanted: Wanted) -> list[Stack]:
    """The columns with their counts, and no card."""
    return _counted(list(Column.objects.all()), wanted)


def _counted(columns: list[Column], wanted: Wanted) -> list[Stack]:
    standing = _by_column(Project.objects.visible_to(wanted.member).open())
    counts = _by_column(wanted.rows()) if wanted.is_narrowed else standing
    return [
        Stack(each, total=counts.get(each.pk, 0), standing=standing.get(each.pk, 0))
        for each in columns
    ]


def _by_column(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("column").annotate(n=Count("pk")))


def _first_of(rows: Any, within: list[F], most: int) -> Any:
    """The first of each part, in the order in which they stand."""
    place = Window(RowNumber(), partition_by=within, order_by=["rank", "id"])
    first = rows.order_by().annotate(place=place).filter(place__lte=most).values("pk")
    return Project.objects.filter(pk__in=first).select_related("client").by_place()


def _more(stack: Stack) -> str:
    """Where the column goes on; empty where all of it is shown."""
    if len(stack.lines) >= stack.total:
        return ""
    last = stack.lines[-1].project
    return f"{last.rank}.{last.pk}"


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return fits(digits)

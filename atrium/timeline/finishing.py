"""What must follow within the transaction when rows of a model changed, whoever changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

type Finisher = Callable[[Iterable[models.Model]], None]
_FINISHERS: defaultdict[str, list[Finisher]] = defaultdict(list)


def whenever(*labels: str) -> Callable[[Finisher], Finisher]:
    """Run the function at the end of each act that touched rows of these models ("app.model").

    For what is derived from rows and must never lag behind them, such as search tokens.
    It writes by plain statements: what is derived is not journaled.
    """

    def register(finisher: Finisher) -> Finisher:
        for label in labels:
            _FINISHERS[label].append(finisher)
        return finisher

    return register


class Touched(list[models.Model]):
    """Rows that an act touched: those it ``added`` by the thousand and left as it made them, and ``others``.

    What hangs on a client among the added was made by the same act, so that nothing need be read back.
    """

    def __init__(self, rows: Iterable[models.Model] = ()) -> None:
        super().__init__(rows)
        self.others: list[models.Model] = list(self)
        self.added: dict[type[models.Model], list[Any]] = {}

    def add(self, model: type[models.Model], rows: list[models.Model]) -> None:
        self += rows
        self.added[model] = rows


def seen(touched: Iterable[models.Model]) -> Touched:
    """What a finisher is given, the added rows apart from the others."""
    return touched if isinstance(touched, Touched) else Touched(touched)


def finish(touched: Iterable[models.Model], added: Iterable[models.Model] = ()) -> None:
    """Run every finisher once, with the rows that concern it."""
    concerned: defaultdict[Finisher, Touched] = defaultdict(Touched)
    for model, rows in _by_model(touched).items():
        for finisher in _FINISHERS.get(model._meta.label_lower, ()):
            concerned[finisher] += rows
            concerned[finisher].others += rows
    for model, rows in _by_model(added).items():
        for finisher in _FINISHERS.get(model._meta.label_lower, ()):
            concerned[finisher].add(model, rows)
    for finisher, given in concerned.items():
        finisher(given)


def _by_model(rows: Iterable[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    of_model: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        of_model[type(row)].append(row)
    return of_model

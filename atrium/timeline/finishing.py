"""What must follow within the transaction when rows of a model changed, whoever changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

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


def finish(touched: Iterable[models.Model]) -> None:
    """Run every finisher once, with the rows that concern it."""
    of_model: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in touched:
        of_model[type(row)].append(row)
    concerned: defaultdict[Finisher, list[models.Model]] = defaultdict(list)
    for model, rows in of_model.items():
        for finisher in _FINISHERS.get(model._meta.label_lower, ()):
            concerned[finisher] += rows
    for finisher, rows in concerned.items():
        finisher(rows)

"""Sealing every secret in the database with the newest key, portion by portion.

What is sealed with it already is passed over, so a run that was killed is simply begun again; a
secret that somebody changes meanwhile is left as they wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from atrium.accounts.second_step import SEALED
from atrium.foundation.secrets import SealedField, is_sealed_anew, sealed_anew
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.organisations.owned import Owned

AT_ONCE = 100


@dataclass
class Sealed:
    """How many secrets there are, by what they belong to and how they are sealed."""

    anew: int = 0
    older: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    done: int = 0

    def count(self, model: type[models.Model], *, lost: bool) -> None:
        """One more that an older key opens, or that none does."""
        kind = self.lost if lost else self.older
        name = str(model._meta.verbose_name)
        kind[name] = kind.get(name, 0) + 1


def look() -> Sealed:
    """Count, and change nothing."""
    found = Sealed()
    for model, rows, fields in _tables():
        for row in _each(rows, fields):
            for name in fields:
                if is_sealed_anew(row[name]):
                    found.anew += bool(row[name])
                else:
                    found.count(model, lost=not sealed_anew(row[name]))
    return found


def seal_all() -> Sealed:
    """Seal with the newest key whatever an older one still opens."""
    found = Sealed()
    for model, rows, fields in _tables():
        last = 0
        while portion := list(_after(rows, fields, last)):
            last = portion[-1]["pk"]
            with transaction.atomic():
                for row in portion:
                    _seal(model, rows, row, fields, found)
    return found


def _seal(
    model: type[models.Model],
    rows: models.QuerySet[Any, Any],
    row: dict[str, Any],
    fields: list[str],
    found: Sealed,
) -> None:
    for name in fields:
        if is_sealed_anew(row[name]):
            found.anew += bool(row[name])
        elif fresh := sealed_anew(row[name]):
            found.done += _put(rows.filter(pk=row["pk"], **{name: row[name]}), name, fresh)
        else:
            found.count(model, lost=True)


def _put(row: models.QuerySet[Any, Any], name: str, fresh: str) -> int:
    """Write it, unless somebody wrote another one meanwhile."""
    column, _, key = name.partition("__")
    if not key:
        return row.update(**{name: fresh})
    kept = row.select_for_update().values_list(column, flat=True).first()
    return 0 if kept is None else row.update(**{column: kept | {key: fresh}})


def _each(rows: models.QuerySet[Any, Any], fields: list[str]) -> Iterator[dict[str, Any]]:
    last = 0
    while portion := list(_after(rows, fields, last)):
        last = portion[-1]["pk"]
        yield from portion


def _after(rows: models.QuerySet[Any, Any], fields: list[str], last: int) -> Any:
    return rows.filter(pk__gt=last).order_by("pk").values("pk", *fields)[:AT_ONCE]


def _tables() -> Iterator[tuple[type[models.Model], models.QuerySet[Any, Any], list[str]]]:
    """Each table with secrets, as one organisation after the other sees it."""
    held = [(model, _fields(model)) for model in apps.get_models() if not model._meta.proxy]
    held = [(model, fields) for model, fields in held if fields]
    for model, fields in held:
        if not issubclass(model, Owned):
            yield model, model._default_manager.all(), fields
    for place in Organisation.objects.order_by("pk"):
        with current.entered(place):
            for model, fields in held:
                if issubclass(model, Owned):
                    yield model, model._default_manager.all(), fields


def _fields(model: type[models.Model]) -> list[str]:
    columns = model._meta.concrete_fields
    own = [each.name for each in columns if isinstance(each, SealedField)]
    return [*own, *SEALED.get(model._meta.label, ())]

"""New rows made by the thousand: a model's own __init__ takes longer than all that follows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models
from django.db.models.base import ModelState


def fresh[M: models.Model](
    model: type[M], pointing: dict[str, models.Model | None] | None = None, **values: Any
) -> M:
    """A row that is not saved, as ``model(**values)`` makes it, for bulk_append().

    ``values`` are attributes as they are kept (``client_id``); ``pointing`` names the rows that
    it refers to, which may get their keys later.
    """
    constants, made = _defaults(model)
    row = model.__new__(model)
    kept = row.__dict__
    kept["_state"] = state = ModelState()
    kept.update(constants)
    kept.update(values)
    for name, make in made:
        if name not in values:
            kept[name] = make()
    if pointing:
        for name, other in pointing.items():
            kept[f"{name}_id"] = other.pk if other is not None else None
            state.fields_cache[name] = other
    return row


@cache
def _defaults(
    model: type[models.Model],
) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """The attributes that are the same in every new row, and what makes the others."""
    constants: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for field in model._meta.concrete_fields:
        if field.has_default() and callable(field.default):
            made.append((field.attname, field.default))
        else:
            constants[field.attname] = field.get_default()
    return constants, made

"""What rows refer to, and what refers to them, asked before the database would refuse at the commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import ForeignKey, ForeignObjectRel


def referred_to(model: type[models.Model], keys: Collection[int]) -> set[int]:
    """Which of these rows another row refers to."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.field, ForeignKey):
            name = relation.field.attname
            others = relation.field.model._base_manager.filter(**{f"{name}__in": keys})
            found.update(others.order_by().values_list(name, flat=True).distinct())
    return found


def orphans(rows: Iterable[models.Model], names: Collection[str] | None = None) -> set[int]:
    """The keys of the rows (of one model) that refer to something that is gone.

    Looked at are the references among ``names``; all of them by default.
    """
    some = list(rows)
    found: set[int] = set()
    for field in some[0]._meta.concrete_fields if some else ():
        if isinstance(field, ForeignKey) and (names is None or field.attname in names):
            wanted = {getattr(row, field.attname) for row in some} - {None}
            parents = field.remote_field.model._base_manager.filter(pk__in=wanted)
            gone = wanted - set(parents.values_list("pk", flat=True)) if wanted else wanted
            found |= {row.pk for row in some if getattr(row, field.attname) in gone}
    return found

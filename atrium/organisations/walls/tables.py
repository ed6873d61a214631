"""What the walls must know of the database: which tables belong to organisations, and how they refer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps as installed

from atrium.organisations.constraints import SameOrganisation, column_of
from atrium.organisations.models.organisation import Organisation
from atrium.organisations.owned import Owned
from atrium.organisations.walls.fence import Fence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


def owned_models() -> list[type[Model]]:
    """Every model whose rows belong to an organisation, proxies left out."""
    return [
        model
        for model in installed.get_models(include_auto_created=True)
        if issubclass(model, Owned) and not model._meta.proxy
    ]


def fences(models: Iterable[type[Model]] | None = None) -> dict[str, Fence]:
    """The fence of each owned table by its name, and the organisations' own table as an anchor."""
    found = {
        model._meta.db_table.lower(): Fence(
            column=column_of(model, "organisation").lower(),
            key=column_of(model, model._meta.pk.name).lower(),
            references=frozenset(_references(model)),
        )
        for model in (owned_models() if models is None else models)
    }
    key = column_of(Organisation, "id").lower()
    found[Organisation._meta.db_table.lower()] = Fence(column=key, key=key, anchor=True)
    return found


def _references(model: type[Model]) -> Iterable[tuple[str, str, str]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, SameOrganisation):
            reference = constraint.reference(model)
            parent = reference.remote_field.model._meta.db_table
            yield (
                column_of(model, reference.name),
                parent.lower(),
                column_of(reference.remote_field.model, reference.target_field.name),
            )

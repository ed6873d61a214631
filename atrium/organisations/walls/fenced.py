"""A check of the models: what refers to a row of an organisation says so to the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.db.models import ForeignKey

from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned
from atrium.organisations.walls.tables import owned_models

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


def check_models(
    app_configs: object = None, *, models: Iterable[type[Model]] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Owned models whose references could cross the border, by reference or by a hidden table."""
    found: list[checks.CheckMessage] = []
    for model in owned_models() if models is None else models:
        options = model._meta
        held = {
            constraint.field
            for constraint in options.constraints
            if isinstance(constraint, SameOrganisation)
        }
        for field in options.local_fields:
            if not isinstance(field, ForeignKey) or field.name in held:
                continue
            if issubclass(field.remote_field.model, Owned):
                message = f"{options.label}.{field.name} could point into another organisation."
                hint = f'Add SameOrganisation("{field.name}") to its constraints.'
                found.append(checks.Error(message, hint=hint, obj=model, id="atrium.E003"))
        for many in options.local_many_to_many:
            through = many.remote_field.through
            if through is not None and through._meta.auto_created:
                message = f"The table behind {options.label}.{many.name} has no organisation."
                hint = "Give it a through model that is Owned."
                found.append(checks.Error(message, hint=hint, obj=model, id="atrium.E005"))
    return found

"""Rows as JSON and back, for the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models


def plain(value: Any) -> Any:
    """``value`` as JSON has it; instants and days as ISO 8601."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def as_json(row: models.Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The named fields of ``row`` (all of them by default); foreign keys by their key."""
    fields = (
        row._meta.concrete_fields
        if names is None
        else [row._meta.get_field(name) for name in names]
    )
    return {f.name: plain(getattr(row, f.attname)) for f in fields}  # type: ignore[union-attr]


def from_json(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values as the model's fields hold them, by attribute name; unknown fields are left out."""
    fields = {f.name: f for f in model._meta.concrete_fields}
    return {
        fields[name].attname: fields[name].to_python(value)
        for name, value in values.items()
        if name in fields
    }


def client_of(row: models.Model) -> int | None:
    """The client a row is about: itself or the one it points at."""
    if row._meta.label_lower == "clients.client":
        return int(row.pk)
    key: int | None = getattr(row, "client_id", None)
    return key

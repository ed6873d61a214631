"""Rows as JSON and back, for the journal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Any
from uuid import UUID

from django.db import models

from atrium.organisations.bulk import Json

_encode = json.JSONEncoder().encode


def plain(value: Any) -> Any:
    """``value`` as JSON has it; instants and days as ISO 8601."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def as_json(row: models.Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The named fields of ``row`` (all but sealed ones by default); foreign keys by their key."""
    fields = _journaled(row) if names is None else [row._meta.get_field(name) for name in names]
    return {f.name: plain(getattr(row, f.attname)) for f in fields}  # type: ignore[union-attr]


def _journaled(row: models.Model) -> list[Any]:
    """All fields but those that hold a secret."""
    return [field for field in row._meta.concrete_fields if not _is_secret(field)]


def _is_secret(field: Any) -> bool:
    return getattr(field, "sealed", False)


def all_as_json(fields: Sequence[Any], columns: Sequence[Sequence[Any]]) -> list[Json]:
    """as_json() of many rows of one model as text, from what bulk_append() answered.

    What all rows have in common is written once; secrets not at all.
    """
    parts: list[str] = []
    differing: list[list[str]] = []
    for field, column in zip(fields, columns, strict=True):
        if _is_secret(field):
            continue
        first = column[0]
        common = all(value is first for value in column) or column.count(first) == len(column)
        if common:
            text = _encode(plain(first)).replace("%", "%%")
        else:
            text = "%s"
            differing.append(_texts(column))
        parts.append(f'"{field.name}":{text}')
    form = "{" + ",".join(parts) + "}"
    if not differing:
        return [Json(form % ())] * len(columns[0])
    return [Json(form % values) for values in zip(*differing, strict=True)]


def _texts(column: Sequence[Any]) -> list[str]:
    """Each value of a column as JSON."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return list(map(encode_basestring_ascii, column))
    if kinds == {int}:
        return list(map(str, column))
    if kinds == {UUID}:
        return [f'"{value}"' for value in column]
    return [_encode(plain(value)) for value in column]


# JSON fields that are journaled key by key, as "extra.key": each of their values has its own history.
BY_KEY = frozenset({"clients.client.extra", "clients.contact.extra"})


def is_by_key(row: models.Model, name: str) -> bool:
    return f"{row._meta.label_lower}.{name}" in BY_KEY


def split_keys(
    row: models.Model, before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both states with the fields of BY_KEY taken apart, those keys that differ; None for absent."""
    was, now = dict(before), dict(after)
    for name in [name for name in before if is_by_key(row, name)]:
        old, new = was.pop(name) or {}, now.pop(name) or {}
        for key in sorted({*old, *new}):
            if old.get(key) != new.get(key):
                was[f"{name}.{key}"], now[f"{name}.{key}"] = old.get(key), new.get(key)
    return was, now


def state_of(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The journaled names of ``row`` as it stands, keys of JSON fields among them."""
    plain_names = [name for name in names if "." not in name]
    state = as_json(row, plain_names)
    for name in names:
        field, dot, key = name.partition(".")
        if dot:
            state[name] = (getattr(row, field) or {}).get(key)
    return state


def settable(row: models.Model, state: dict[str, Any]) -> dict[str, Any]:
    """What to set on ``row``, by attribute name, so that the journaled names hold ``state``."""
    values = from_json(type(row), {name: v for name, v in state.items() if "." not in name})
    for name, value in state.items():
        field, dot, key = name.partition(".")
        if dot:
            whole = values.get(field, getattr(row, field) or {}) | {key: value}
            values[field] = {k: v for k, v in whole.items() if v is not None}
    return values


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


def clients_of(rows: Sequence[models.Model]) -> list[int | None]:
    """client_of() of many rows of one model."""
    if rows[0]._meta.label_lower == "clients.client":
        return [row.__dict__["id"] for row in rows]
    return [getattr(row, "client_id", None) for row in rows]

"""The types of values that come in; each says in the document what it takes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, StrictBool

_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
EARLIEST, LATEST = datetime(1800, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


def _written(value: Any) -> Any:
    if not isinstance(value, str):
        msg = "Write it as text."
        raise ValueError(msg)  # noqa: TRY004 - pydantic makes a sentence of a ValueError
    return value


def _dated(value: Any) -> Any:
    """Pydantic would read a bare number as seconds since 1970."""
    if not isinstance(value, str) or not _DATED.match(value):
        msg = "Begin with the day like 2026-11-24."
        raise ValueError(msg)
    return value


def _possible_instant(value: datetime) -> datetime:
    if not EARLIEST < value < LATEST:
        msg = "Choose an instant between the years 1800 and 2300."
        raise ValueError(msg)
    return value.astimezone(UTC)


def _possible_day(value: date) -> date:
    if not EARLIEST.date() < value < LATEST.date():
        msg = "Choose a day between the years 1800 and 2300."
        raise ValueError(msg)
    return value


Day = Annotated[date, BeforeValidator(_dated), AfterValidator(_possible_day)]
Instant = Annotated[AwareDatetime, BeforeValidator(_dated), AfterValidator(_possible_instant)]
Id = Annotated[UUID, BeforeValidator(_written)]
YesNo = StrictBool
# Stands where nothing was sent; a row never has this identifier.
UNSET = UUID(int=0)


class Input(Schema):
    """What a program sends. A field that does not exist is an error, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Reference(Schema):
    """Another thing, by its identifier and the word people know it by."""

    id: UUID
    label: str


def _without_defaults(schema: dict[str, Any]) -> None:
    for told in schema.get("properties", {}).values():
        told.pop("default", None)


class Patch(Input):
    """What a program wants changed: only the fields that are sent are looked at.

    A field's default stands for "not sent" and is no part of the document.
    """

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}

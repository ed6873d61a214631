"""A column for a text that is read in another language than it was said in: kept as said.py keeps it."""

from __future__ import annotations

import json
from typing import Any, override

from django.db import models

from atrium.foundation.said import kept, listed, told

# What tells the kept form of a message from a text that knows of none, as rows of before hold it.
_BEGINS = "{"


class SaidField(models.TextField):  # type: ignore[type-arg]  # at run time it takes none
    """A text that is told in the language of who reads the row, as far as it knows its message."""

    @override
    def deconstruct(self) -> Any:
        # The column is the same, so that no migration is.
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    @override
    def get_prep_value(self, value: Any) -> Any:
        form = kept(value)
        if isinstance(form, str) and form.startswith(_BEGINS):
            form = listed([form]).kept()  # type: ignore[attr-defined]
        return form if form is None or isinstance(form, str) else _written(form)

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return read_again(value)


def read_again(value: str | None) -> str | None:
    """The text of the column, which still knows its message when it is saved again."""
    if not value or not value.startswith(_BEGINS):
        return value
    try:
        return str(told(json.loads(value)))
    except ValueError:
        return value


def _written(form: Any) -> str:
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))

"""What search finds a client by of the organisation's own fields: those switched on and open to all.

A document is read for every role alike, so a field that not everyone sees has no place in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from atrium.clients.models import Field, FieldState, Subject
from atrium.clients.value_types import Where, is_unread
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Role


class SearchedFields:
    """The fields, read by one statement when the first client has a value in any."""

    @cached_property
    def _fields(self) -> list[Field]:
        live = Field.objects.filter(subject=Subject.CLIENT, state=FieldState.LIVE)
        return list(live.filter(searched=True, min_role=Role.VIEWER))

    @cached_property
    def _where(self) -> Where:
        return Where(Organisation.objects.get(pk=current.required()))

    def lines(self, extra: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Each value as why() tells it, and the words it is found by."""
        for field in self._fields if extra else ():
            value = extra.get(field.key)
            if value is not None and not is_unread(value):
                text = field.sort.searchable(value, field, self._where)
                yield f"{field.label}: {' '.join(text.split())[:200]}", text

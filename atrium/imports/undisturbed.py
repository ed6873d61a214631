"""Whether the plan of an import still stands: nothing has changed since but by the import itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from atrium.organisations import current
from atrium.timeline.models import Change

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

_CHANGES = Change._meta.db_table
_NEWEST = "SELECT seq FROM sqlite_sequence WHERE name = %s"
# By key alone: an index by organisation would lead through all that the import has written so far.
_BY_OTHERS = (
    f"SELECT 1 FROM {_CHANGES} NOT INDEXED WHERE organisation_id = %s"  # noqa: S608 - our own table
    " AND id > %s AND act_id <> %s LIMIT 1"
)


def newest_change() -> int | None:
    """The key of the newest change in the journal.

    None where several write at a time: there a change may come to be seen after later ones were.
    """
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [_CHANGES])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


class Undisturbed:
    """Reads the journal on from where it was when the plan began.

    Whatever a decision rests on is changed by acts, and an act leaves its changes: where there are
    none but those of the import, the plan's decisions stand and the clients need not be asked again.
    """

    def __init__(self, of_import: Import) -> None:
        self._import = of_import
        self._read = of_import.begun_after

    def stands(self) -> bool:
        """Whether that is so at this moment. Inside the transaction of the chunk, before it writes."""
        if self._read is not None:
            self._read = None if self._are_others_changes(self._read) else newest_change()
        return self._read is not None

    def _are_others_changes(self, after: int) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_BY_OTHERS, [current.required(), after, self._import.act_id])
            return cursor.fetchone() is not None

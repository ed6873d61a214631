"""How the rows of a table are understood, planned and written: those of clients by their headings or as an export of Atrium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from atrium.imports.content import Contents
from atrium.imports.own_columns import OwnColumns
from atrium.imports.own_export import is_own_export, is_untouched
from atrium.imports.own_lines import OwnLines, own_rows
from atrium.imports.planning import Planner
from atrium.imports.reading import Mapping, Row, Table, read_rows, suggest
from atrium.imports.running import Runner
from atrium.imports.work.carrying import Carrying
from atrium.imports.work.mapping import read_mapping
from atrium.imports.work.sorts import CLIENTS, SORTS

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

__all__ = ["carried_out", "planned", "read_mapping", "understood"]


def understood(table: Table, mapping: Mapping, country: str) -> tuple[Contents, Iterator[Row]]:
    """What makes contents of the rows, and the rows. Raises Unreadable while they are read.

    JSON Lines of an own export are taken as they stand unless someone matched a column anew.
    """
    if not is_own_export(table.columns):
        return Contents(mapping), read_rows(table, mapping, country)
    if table.exact and is_untouched(mapping.fitted(table.columns), suggest(table)):
        return OwnLines(mapping, country), own_rows(table)
    return OwnColumns(mapping), read_rows(table, mapping, country)


def planned(of_import: Import, table: Table) -> bool:
    """Keep what becomes of each row of the table; False where someone stopped it."""
    if of_import.what != CLIENTS:
        return Carrying(of_import, SORTS[of_import.what]).plan(table)
    mapping, country = Mapping.from_json(of_import.mapping), of_import.organisation.country
    contents, rows = understood(table, mapping, country)
    return Planner(of_import, contents).write(rows)


def carried_out(of_import: Import) -> bool:
    """Write what the plan says; False where someone stopped it."""
    if of_import.what != CLIENTS:
        return Carrying(of_import, SORTS[of_import.what]).run()
    return Runner(of_import).write()

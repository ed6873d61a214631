"""How the rows of a table are understood: by their headings, or as an export of Atrium says them."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.imports.content import Contents
from atrium.imports.own_columns import OwnColumns
from atrium.imports.own_export import is_own_export, is_untouched
from atrium.imports.own_lines import OwnLines, own_rows
from atrium.imports.reading import Mapping, Row, Table, read_rows, suggest


def understood(table: Table, mapping: Mapping, country: str) -> tuple[Contents, Iterator[Row]]:
    """What makes contents of the rows, and the rows. Raises Unreadable while they are read.

    JSON Lines of an own export are taken as they stand unless someone matched a column anew.
    """
    if not is_own_export(table.columns):
        return Contents(mapping), read_rows(table, mapping, country)
    if table.exact and is_untouched(mapping.fitted(table.columns), suggest(table)):
        return OwnLines(mapping, country), own_rows(table)
    return OwnColumns(mapping), read_rows(table, mapping, country)

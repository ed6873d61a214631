"""A first look at a file: how it is built, where it comes from, what its columns are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from atrium.imports.consent_headings import with_consents
from atrium.imports.own_export import OWN_SOURCE, as_exported, is_own_export
from atrium.imports.reading import Mapping, Table, suggest
from atrium.imports.stored import open_stored
from atrium.imports.work.mapping import read_mapping
from atrium.imports.work.sorts import CLIENTS, SORTS

UNKNOWN_SOURCE = "another program"
_LONGEST_SOURCE = 60


@dataclass(frozen=True)
class Seen:
    """What the look found."""

    table: Table
    source: str
    notes: list[str]
    suggested: Mapping
    what: str = CLIENTS

    def mapping_as_in(self, earlier: Iterable[str]) -> Mapping:
        """The mapping of the first earlier file that has the same headings, else the suggested one."""
        for text in earlier:
            known = read_mapping(self.what, text)
            if [column.header for column in known.columns] == list(self.table.columns):
                return Mapping(self.table.source, known.columns)
        return self.suggested


def look_at(stored_as: str, file_name: str, reading: dict[str, Any], what: str = CLIENTS) -> Seen:
    """Look at a kept file; ``reading`` overrules the guesses. Raises Unreadable with what to do."""
    table = open_stored(stored_as, file_name, **reading)
    if what != CLIENTS:
        source = table.source[:_LONGEST_SOURCE]
        return Seen(table, source, without_nul(table.notes), SORTS[what].suggest(table), what)
    own = is_own_export(table.columns)
    source = OWN_SOURCE if own else table.source[:_LONGEST_SOURCE]
    suggested = as_exported(suggest(table)) if own else with_consents(suggest(table), table)
    return Seen(table, source, without_nul(table.notes), suggested)


def without_nul(texts: Iterable[str]) -> list[str]:
    """The texts as every database takes them."""
    return [text.replace("\x00", "") for text in texts]

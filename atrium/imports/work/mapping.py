"""Saved mappings of columns, of clients or of work."""

from __future__ import annotations

from atrium.imports.reading import Mapping
from atrium.imports.work.sorts import CLIENTS, SORTS


def read_mapping(what: str, text: str) -> Mapping:
    """The mapping in the text; Unreadable with what is wrong in it."""
    return Mapping.from_json(text) if what == CLIENTS else SORTS[what].mapping(text)

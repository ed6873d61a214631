"""The columns of Atrium's own export, by which an import knows it again."""

from __future__ import annotations

from collections.abc import Sequence

OWN_SOURCE = "Atrium"
LEADING = ("number", "external_id", "kind", "name")


def is_own_export(columns: Sequence[str]) -> bool:
    """Whether a table is an export of Atrium."""
    return tuple(columns[: len(LEADING)]) == LEADING

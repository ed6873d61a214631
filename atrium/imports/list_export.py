"""Lists of work as files: what each says, as far as the reader may see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atrium.foundation.registry import Registry
from atrium.imports.exporting import as_csv, as_xlsx, noted

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.organisations.models import Member
    from atrium.organisations.permissions import Can

MOST = 20_000


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list that leaves as a file: ``rows`` answers the records that an address asks for."""

    noun: str
    needs: Can
    columns: tuple[str, ...]
    rows: Callable[[Member, QueryDict], Iterator[dict[str, str]]]


LISTED: Registry[Listed] = Registry()
_Writer = Callable[[Path, Any, Iterable[dict[str, Any]]], int]


def write_list(path: Path, listed: Listed, member: Member, query: QueryDict, wish: str) -> int:
    """Write every row of the list as CSV, XLSX or JSON Lines; answers how many. It is kept who took it out."""
    writers: dict[str, _Writer] = {
        "csv": as_csv,
        "xlsx": partial(as_xlsx, sheets=listed.noun.capitalize()),
        "jsonl": _as_lines,
    }
    count = writers[wish](path, list(listed.columns), listed.rows(member, query))
    noted(member, f"{count:,} {listed.noun} as {wish}")
    return count


def _as_lines(path: Path, _columns: Any, rows: Iterable[dict[str, Any]]) -> int:
    """Each row as one JSON object; nothing of it has to be made inert."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            count += 1
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count

"""A file opened as a table: its columns, a sample, and its rows one by one with the numbers they have in the file."""

import io
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from atrium.foundation.reading import delimited
from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext, ngettext
from atrium.imports.reading import header, jsonl, vcard, workbook
from atrium.imports.reading.sources import source_of
from atrium.imports.reading.values import unguarded

CARDS = "vCard"
# The headings are the names that the file itself gives each value; no row of it holds them.
_FIRST = -1
_SAMPLE = 200
_HEAD = 256
_LOOKED_AT = 240
_HELD_BACK = 8
_MOST_COLUMNS = 2000


def _no_rows() -> Generator[tuple[int, list[str]]]:
    yield from ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row of the file that was not taken for a client, and why."""

    number: int
    reason: str
    text: str


@dataclass(slots=True)
class Table:
    """A readable file. `notes` tell a person what was decided; `dropped` fills while `rows()` runs.

    `exact`: its values are what they are, not what a spreadsheet made of them.
    """

    columns: list[str]
    sample: list[list[str]]
    source: str
    notes: list[str]
    header_row: int | None
    exact: bool = False
    dropped: list[Dropped] = field(default_factory=list)
    _all_rows: Callable[[], Generator[tuple[int, list[str]]]] = field(repr=False, default=_no_rows)
    _heading: list[str] = field(default_factory=list, repr=False)
    _typical: int = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of each row in the file and its cells, as many as there are columns.

        Empty rows, repeated headings and what stands below the table are left out and listed in `dropped`.
        """
        self.dropped.clear()
        width = len(self.columns)
        held: deque[tuple[int, list[str], bool]] = deque()
        gap = False
        for number, cells in self._all_rows():
            if self.header_row is not None and number <= self.header_row:
                continue
            if not any(cells) or not any(cell.strip() for cell in cells):
                gap = True
                continue
            if cells == self._heading:
                self._drop(number, cells, gettext("the headings again"))
                continue
            held.append((number, cells, gap))
            gap = False
            if len(held) > _HELD_BACK:
                early, shown, _ = held.popleft()
                yield early, _fitted(shown, width)
        for number, cells, after_gap in held:
            reason = header.why_no_client(cells, self._typical, after_gap=after_gap)
            if reason:
                self._drop(number, cells, reason)
            else:
                yield number, _fitted(cells, width)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row of an exact file with all its cells, by their columns."""
        for number, cells in self._all_rows():
            if number != self.header_row:
                yield number, dict(zip(self.columns, map(unguarded, cells), strict=True))

    def _drop(self, number: int, cells: list[str], reason: str) -> None:
        self.dropped.append(
            Dropped(number, reason, " ".join(cell for cell in cells if cell.strip())[:200])
        )


def open_table(
    content: str | Path | bytes,
    filename: str = "",
    *,
    sheet: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
) -> Table:
    """Open a CSV, TSV, XLSX, XLS, ODS, vCard or JSON lines file, by path or by its bytes, and decide how to read it.

    `sheet`, `delimiter` and `header_row` (from 1; 0 for none) overrule what would be decided. Raises Unreadable.
    """
    opened = _opener(content)
    with opened() as raw:
        head = raw.read(_HEAD)
    if not head:
        raise Unreadable(gettext("This file is empty."))
    if workbook.is_workbook(head):
        with opened() as raw:
            chosen = workbook.look_at(raw.read(), sheet)
        return _table(chosen.rows, chosen.notes, header_row, filename)
    if sheet is not None:
        raise Unreadable(gettext("A file of text has no sheets. Leave the sheet out."))
    if vcard.is_vcard(head):
        return _table(
            vcard.rows_of(opened), (gettext("vCards, a row for each."),), _FIRST, "", source=CARDS
        )
    if jsonl.is_jsonl(head):
        told = (gettext("JSON lines, a row for each."),)
        return _table(jsonl.rows_of(opened), told, _FIRST, filename, exact=True)
    text = delimited.look_at(opened, delimiter)
    return _table(text.rows, text.notes, header_row, filename)


def _opener(content: str | Path | bytes) -> Callable[[], BinaryIO]:
    if isinstance(content, bytes):
        return lambda: io.BytesIO(content)
    path = Path(content)
    if not path.is_file():
        raise Unreadable(gettext("There is no file {path}.").format(path=path.name))
    return lambda: path.open("rb")


def _table(
    all_rows: Callable[[], Generator[tuple[int, list[str]]]],
    found: tuple[str, ...],
    header_row: int | None,
    filename: str,
    *,
    source: str = "",
    exact: bool = False,
) -> Table:
    first: list[tuple[int, list[str]]] = []
    with closing(all_rows()) as beginning:
        for numbered in beginning:
            if any(cell.strip() for cell in numbered[1]):
                first.append(numbered)
            if len(first) >= _LOOKED_AT:
                break
    if not first:
        raise Unreadable(gettext("This file holds no rows."))
    place = _place_of_header(first, header_row)
    body = first[place + 1 :] if place is not None else first
    heading = first[place][1] if place is not None else []
    widths = [len(cells) - _blank_at_end(cells) for _, cells in body] or [0]
    width = max(len(heading) - _blank_at_end(heading), *widths)
    if width > _MOST_COLUMNS:
        raise Unreadable(
            gettext(
                "This file has {width} columns; {most_columns} can be read. Check how its "
                "cells are parted."
            ).format(width=width, most_columns=_MOST_COLUMNS)
        )
    columns = header.columns_of(heading, width)[:width]
    if not exact:
        columns = [unguarded(column) for column in columns]
    filled = sorted(sum(1 for cell in cells if cell.strip()) for _, cells in body) or [0]
    notes = [*found] if header_row == _FIRST else [*found, _note_on(place, first)]
    return Table(
        columns=columns,
        sample=[_fitted(cells, width) for _, cells in body[:_SAMPLE]],
        source=source or source_of(columns, filename),
        notes=notes,
        header_row=first[place][0] if place is not None else None,
        _all_rows=all_rows,
        _heading=heading,
        _typical=filled[len(filled) // 2],
        exact=exact,
    )


def _place_of_header(first: list[tuple[int, list[str]]], wanted: int | None) -> int | None:
    if wanted is None:
        return header.find_header([cells for _, cells in first])
    if wanted == 0:
        return None
    if wanted == _FIRST:
        return 0
    for place, (number, _) in enumerate(first):
        if number == wanted:
            return place
    raise Unreadable(
        gettext("Row {wanted} is empty or too far down to hold the headings.").format(wanted=wanted)
    )


def _note_on(place: int | None, first: list[tuple[int, list[str]]]) -> str:
    if place is None:
        return gettext("No row of headings found; the columns are numbered.")
    return gettext("Headings in row {first}.").format(first=first[place][0]) + (
        ngettext(" {place} row above left out.", " {place} rows above left out.", place).format(
            place=place
        )
        if place
        else ""
    )


def _fitted(cells: list[str], width: int) -> list[str]:
    if len(cells) == width:
        return cells
    return cells[:width] + [""] * (width - len(cells))


def _blank_at_end(cells: list[str]) -> int:
    blank = 0
    for cell in reversed(cells):
        if cell.strip():
            break
        blank += 1
    return blank

"""Spreadsheets (XLSX, XLSM, XLSB, XLS, ODS): the sheet that holds the list, its cells as text, bounded in size.

Formulas are never worked out: a cell shows the value its program stored, or nothing.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.imports.reading import formulas, probe
from atrium.imports.reading.header import headings_in

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = gettext_lazy(
    "This workbook is damaged or of an unknown kind. Save it again as XLSX or CSV and send that."
)
_DAMAGE = (
    CalamineError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    UnicodeError,
    KeyError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
_MOST_UNPACKED = 1024**3
_MOST_SWELLING = 300
_SWELLING_COUNTS_FROM = 64 * 1024**2
_MOST_CELLS = 40_000_000
_LOOKED_AT = 60
_ZERO_FORMAT = re.compile(rb'formatCode="0{2,}(?:\\?[- ]0+)*"')
_WIDE_CELL = re.compile(rb"""\sr=["']([A-Z]{2,3})\d""")
_ROW = re.compile(rb"""<row[^>]*\sr=["'](\d+)["']""")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as rows of text."""

    content: bytes
    name: str
    zero_padded: bool
    typed: dict[tuple[int, int], str]
    notes: tuple[str, ...]

    def rows(self) -> Generator[tuple[int, list[str]]]:
        """Yield the row number as the spreadsheet shows it and the cells as text."""
        if self.zero_padded:
            with _damage_told():
                yield from _padded_rows(self.content, self.name)
            return
        with _damage_told(), _opened(self.content) as book:
            for number, cells in enumerate(
                book.get_sheet_by_name(self.name).to_python(skip_empty_area=False), start=1
            ):
                yield number, self._with_typed(number, [as_text(cell) for cell in cells])

    def _with_typed(self, number: int, cells: list[str]) -> list[str]:
        """Put back text that only begins like a formula, such as "=cmd|calc"."""
        if self.typed:
            for (row, column), text in self.typed.items():
                if row == number and column <= len(cells):
                    cells[column - 1] = text
        return cells


def is_workbook(head: bytes) -> bool:
    """Tell by the first bytes, whatever the file is called."""
    return head.startswith((ZIP, OLE))


def look_at(content: bytes, wanted: str | None) -> Sheet:
    """Choose the sheet, by its name where one is wanted, else the one that looks most like a list of clients."""
    with _damage_told():
        bounded = _refuse_bombs(content)
        if not bounded and not probe.survives(content):
            raise Unreadable(_DAMAGED)
        return _chosen(content, wanted)


def _chosen(content: bytes, wanted: str | None) -> Sheet:
    with _opened(content) as book:
        visible = [
            about.name
            for about in sorted(
                book.sheets_metadata, key=lambda about: about.visible != SheetVisibleEnum.Visible
            )
            if about.typ == SheetTypeEnum.WorkSheet
        ]
        if wanted is not None and wanted not in book.sheet_names:
            message = gettext("There is no sheet “{wanted}”. The sheets are: {visible}.").format(
                wanted=wanted, visible=", ".join(visible)
            )
            raise Unreadable(message)
        if not visible:
            raise Unreadable(gettext("This workbook has no sheet with cells."))
        name = wanted or max(visible, key=lambda sheet: _likeness(book, sheet))
        if not book.get_sheet_by_name(name).total_height:
            raise Unreadable(gettext("Every sheet of this workbook is empty."))
    others = len(visible) - 1
    notes = (
        [
            ngettext(
                "Sheet “{name}” read, {others} other left aside.",
                "Sheet “{name}” read, {others} others left aside.",
                others,
            ).format(name=name, others=others)
        ]
        if others
        else []
    )
    typed, unworked = formulas.without_value(content, name)
    if unworked:
        notes.append(
            ngettext(
                "{unworked} formula cell holds no stored value and counted as empty. Save "
                "the file once in a spreadsheet program to store them.",
                "{unworked} formula cells hold no stored value and counted as empty. Save "
                "the file once in a spreadsheet program to store them.",
                unworked,
            ).format(unworked=unworked)
        )
    return Sheet(content, name, _pads_with_zeros(content), typed, tuple(notes))


def as_text(cell: Any) -> str:
    """Return a cell as a person would have typed it: whole numbers without ".0", dates as ISO."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _opened(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except PasswordError:
        raise Unreadable(
            gettext(
                "This workbook is locked with a password. Save it without one and send it again."
            )
        ) from None
    except _DAMAGE:
        raise Unreadable(_DAMAGED) from None
    except BaseException as problem:
        # The reader's native part reports some damage as a panic, which is no Exception and has no importable class.
        if type(problem).__name__ == "PanicException":
            raise Unreadable(_DAMAGED) from None
        raise


def _likeness(book: CalamineWorkbook, name: str) -> tuple[int, int]:
    rows = [
        [as_text(cell) for cell in row]
        for row in book.get_sheet_by_name(name).to_python(nrows=_LOOKED_AT)
    ]
    known = max((headings_in(row) for row in rows), default=0)
    filled = sum(1 for row in rows for cell in row if cell)
    return (known if known > 1 and len(rows) > 1 else 0, filled)


def _refuse_bombs(content: bytes) -> bool:
    """Return whether the size of every sheet is known to be harmless, which only XLSX tells beforehand."""
    if not content.startswith(ZIP):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _MOST_UNPACKED or (
            unpacked > _SWELLING_COUNTS_FROM and unpacked > _MOST_SWELLING * len(content)
        ):
            raise Unreadable(
                gettext(
                    "This file unpacks to far more than a list of clients. Send the list alone, as CSV or XLSX."
                )
            )
        sheets = [name for name in archive.namelist() if re.match(r"xl/worksheets/.*\.xml$", name)]
        for name in sheets:
            _refuse_far_cells(archive.read(name))
        return bool(sheets)


def _refuse_far_cells(sheet: bytes) -> None:
    """A lone cell in the far corner would make the reader lay out every cell before it."""
    columns = max(
        (formulas.column_number(letters) for letters in set(_WIDE_CELL.findall(sheet))),
        default=_LETTERS,
    )
    rows = max(map(int, _ROW.findall(sheet)), default=0)
    if columns * rows > _MOST_CELLS:
        raise Unreadable(
            gettext(
                "This sheet reaches over too many cells. Delete empty rows and columns far out, or save it as CSV."
            )
        )


def _pads_with_zeros(content: bytes) -> bool:
    """Tell whether some number format shows leading zeros; only then is the slower reader that knows formats needed."""
    if not content.startswith(ZIP):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "xl/styles.xml" in archive.namelist() and bool(
            _ZERO_FORMAT.search(archive.read("xl/styles.xml"))
        )


def _padded_rows(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    # A tenth of the whole start: only a process that reads such a book pays for it.
    import openpyxl  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except InvalidFileException as error:
        raise zipfile.BadZipFile(str(error)) from error
    try:
        for number, cells in enumerate(book[name].iter_rows(), start=1):
            yield number, [_padded(cell.value, str(cell.number_format)) for cell in cells]
    finally:
        book.close()


def _padded(value: Any, number_format: str) -> str:
    text = as_text(value)
    zeros = number_format.replace("\\", "")
    if text.isdigit() and re.fullmatch(r"0{2,}(?:[- ]0+)*", zeros):
        digits = iter(text.zfill(zeros.count("0")))
        extra = "".join(next(digits) for _ in range(max(0, len(text) - zeros.count("0"))))
        return extra + "".join(next(digits) if sign == "0" else sign for sign in zeros)
    return text

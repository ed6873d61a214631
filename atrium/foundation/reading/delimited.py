"""CSV and its cousins: which character parts the cells, and the rows one by one, however long the file."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from atrium.foundation.reading import decode
from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext

_DELIMITERS = (",", ";", "\t", "|", "^", "~")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_HINT = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_LONGEST_CELL = 4 * 1024 * 1024
_RECORDS_LOOKED_AT = 200
_WIDEST = 20


@dataclass(frozen=True, slots=True)
class Delimited:
    """How one delimited file is to be read; `rows()` starts from the beginning each time."""

    open: Callable[[], BinaryIO]
    encoding: str
    delimiter: str
    lines_of_hint: int
    escaped: bool
    spaced: bool
    unquoted: bool
    notes: tuple[str, ...]

    def rows(self) -> Generator[tuple[int, list[str]]]:
        """Yield the number of the line each row begins on, from 1, and its cells."""
        with self.open() as raw, closing(decode.lines(raw, self.encoding)) as lines:
            reader = csv.reader(
                _from(lines, self.lines_of_hint),
                delimiter=self.delimiter,
                skipinitialspace=self.spaced,
                escapechar="\\" if self.escaped else None,
                quoting=csv.QUOTE_NONE if self.unquoted else csv.QUOTE_MINIMAL,
            )
            line = 1 + self.lines_of_hint
            try:
                for cells in reader:
                    yield line, cells
                    line = reader.line_num + 1 + self.lines_of_hint
            except csv.Error as problem:
                message = gettext(
                    "Line {line} cannot be read ({problem}). Look there for a quotation mark that is never closed."
                ).format(line=line, problem=problem)
                raise Unreadable(message) from None


def look_at(opened: Callable[[], BinaryIO], delimiter: str | None) -> Delimited:
    """Decide from the beginning of the file how it is to be read."""
    with opened() as raw:
        head = raw.read(decode.HEAD)
    if not head.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(gettext("This file is empty."))
    encoding, name = decode.encoding_of(head)
    csv.field_size_limit(_LONGEST_CELL)
    with opened() as raw, closing(decode.lines(raw, encoding)) as opening:
        sample = _beginning(opening)
    hint = _HINT.match(sample[0]) if sample else None
    given = delimiter or (hint.group(1) if hint else None)
    body = sample[1:] if hint else sample
    text = "".join(body)
    chosen = given or _best_delimiter(body)
    unquoted = len(head) < decode.HEAD and _ends_inside_quotes(body, chosen)
    notes = [
        gettext("Text read as {name}.").format(name=name),
        gettext("Cells parted by {value}.").format(value=_NAMES.get(chosen, repr(chosen))),
    ]
    if unquoted:
        notes.append(
            gettext(
                "A quotation mark is never closed, so quotation marks were read as ordinary signs."
            )
        )
    return Delimited(
        open=opened,
        encoding=encoding,
        delimiter=chosen,
        lines_of_hint=1 if hint else 0,
        escaped='\\"' in text and '""' not in text and f'\\"{chosen}' not in text,
        spaced=f'{chosen} "' in text,
        unquoted=unquoted,
        notes=tuple(notes),
    )


def _from(lines: Iterator[str], skipped: int) -> Iterator[str]:
    for _ in range(skipped):
        next(lines, None)
    return lines


def _beginning(lines: Iterator[str]) -> list[str]:
    taken: list[str] = []
    length = 0
    for line in lines:
        taken.append(line)
        length += len(line)
        if length > decode.HEAD or len(taken) > 2 * _RECORDS_LOOKED_AT:
            break
    return taken


def _ends_inside_quotes(lines: list[str], delimiter: str) -> bool:
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as problem:
        return "unexpected end of data" in str(problem)
    return False


def _best_delimiter(lines: list[str]) -> str:
    """Return the character that cuts most rows into the same number of cells, more than one."""
    scores = {delimiter: _evenness(lines, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else ","


def _evenness(lines: list[str], delimiter: str) -> float:
    widths: list[int] = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) >= _RECORDS_LOOKED_AT:
                break
    except csv.Error:
        return 0
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return 0
    width, rows = max(parted.items(), key=lambda pair: (pair[1], pair[0]))
    return rows / len(widths) * (1 + min(width, _WIDEST) / _WIDEST)

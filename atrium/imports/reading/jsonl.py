"""JSON lines as a table: an object on each line, a column for each key, in the order in which they are first met."""

import json
from collections.abc import Callable, Generator, Iterator
from typing import Any, BinaryIO

from atrium.foundation.inert import inert
from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext

LONGEST_LINE = 16 * 1024 * 1024
_MARK = b"\xef\xbb\xbf"


def is_jsonl(head: bytes) -> bool:
    """Whether a file that begins like this holds JSON lines."""
    return head.removeprefix(_MARK).lstrip().startswith(b"{")


def rows_of(opened: Callable[[], BinaryIO]) -> Callable[[], Generator[tuple[int, list[str]]]]:
    """Rows of the table: all keys first as row 0, then the objects, numbered by their line.

    Raises Unreadable, naming the line, where one is no object.
    """
    keys: dict[str, None] = {}
    for _, record in _records(opened):
        keys.update(dict.fromkeys(record))
    columns = list(keys)

    def rows() -> Generator[tuple[int, list[str]]]:
        yield 0, columns
        for number, record in _records(opened):
            yield number, [_cell(record.get(column)) for column in columns]

    return rows


def _records(opened: Callable[[], BinaryIO]) -> Iterator[tuple[int, dict[str, Any]]]:
    with opened() as raw:
        number = 0
        while line := raw.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                msg = gettext(
                    "Line {number} is longer than 16 megabytes. Write each record on a line of "
                    "its own."
                ).format(number=number)
                raise Unreadable(msg)
            if line.strip():
                yield number, _record(line.removeprefix(_MARK), number)


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        msg = gettext("Line {number} is no JSON. Write one object on each line.").format(
            number=number
        )
        raise Unreadable(msg) from error
    if not isinstance(found, dict):
        msg = gettext(
            "Line {number} is no object. Write one like {{“name”: “Quay Bakery”}}."
        ).format(number=number)
        raise Unreadable(msg)
    return found


def _cell(value: Any) -> str:
    """The value as a cell holds it, quoted as in a file of ours: reading a cell takes the quote off."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return inert("; ".join(str(each) for each in value))
    return inert(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

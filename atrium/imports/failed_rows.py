"""The rows that failed as a CSV that can be mended and imported again."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from atrium.foundation.inert import inert
from atrium.imports.models import Import
from atrium.organisations import current


class _Line:
    """What csv.writer writes into: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def failed_csv(shown: Import) -> Iterator[str]:
    """The file line by line: the columns as they were, then the reason."""
    with current.entered(shown.organisation):
        wanted = {
            row.number: row.reason
            for row in shown.rows_of_file.of("fail").order_by("number").iterator(chunk_size=1000)
        }
        writer: Any = csv.writer(_Line())
        table = shown.table()
        yield "\ufeff" + writer.writerow([*map(inert, table.columns), "Row", "Reason"])
        for number, cells in table.rows():
            if number in wanted:
                yield writer.writerow([*map(inert, cells), number, wanted[number]])

"""JSON lines are read as a table; a line that is none is named."""

from __future__ import annotations

import pytest

from atrium.imports.reading import Unreadable, open_table

LINES = '\ufeff{"name": "Quay", "tags": ["a", "b"], "vip": true}\n\n{"name": "=1+1", "staff": 3, "vip": null, "of": {"x": 1}}\n'


def test_j25_each_object_is_a_row_and_each_key_a_column() -> None:
    table = open_table(LINES.encode(), "clients.jsonl")
    assert table.columns == ["name", "tags", "vip", "staff", "of"]
    assert list(table.rows()) == [
        (1, ["Quay", "a; b", "yes", "", ""]),
        (3, ["'=1+1", "", "", "3", '{"x": 1}']),
    ]


@pytest.mark.parametrize(
    "second", ["[1]", "{", '"text"', "[" * 100_000, '{"a": ' + "1" * 1_100_000]
)
def test_j25_a_line_that_is_no_object_is_named(second: str) -> None:
    with pytest.raises(Unreadable, match="Line 2"):
        open_table(f'{{"name": "Quay"}}\n{second}\n'.encode(), "clients.jsonl")

"""Reading any CSV, TSV, XLSX, XLS, ODS, vCard or JSON lines file into rows of clients.

`open_table` decides how the file is built, `suggest` which column is what, `read_rows` gives canonical `Row`s. Whatever cannot
be read raises `Unreadable` with a sentence.
"""

from atrium.foundation.reading.unreadable import Unreadable
from atrium.imports.reading.mapping import TARGETS, Column, Mapping, suggest
from atrium.imports.reading.record import read_rows
from atrium.imports.reading.row import AddressValue, EmailValue, PhoneValue, Problem, Row
from atrium.imports.reading.table import CARDS, Dropped, Table, open_table

__all__ = [
    "CARDS",
    "TARGETS",
    "AddressValue",
    "Column",
    "Dropped",
    "EmailValue",
    "Mapping",
    "PhoneValue",
    "Problem",
    "Row",
    "Table",
    "Unreadable",
    "open_table",
    "read_rows",
    "suggest",
]

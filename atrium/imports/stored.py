"""The file of an import where it is kept, opened as a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage

from atrium.foundation.files import keep, name_of, sized
from atrium.foundation.translation import gettext
from atrium.imports.reading import Table, Unreadable, open_table

LARGEST = 100 * 1024 * 1024
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".vcf", ".jsonl")


@dataclass(frozen=True)
class Stored:
    """A file that is kept: what it was called, where it is, how many bytes it has."""

    name: str
    stored_as: str
    size: int


def store(file: BinaryIO | File[Any], name: str) -> Stored:
    """Keep a file under a random name; refused with the mend when it is empty or too large."""
    name = name_of(name, "clients.csv")
    kept: File[Any] = file if isinstance(file, File) else File(file, name=name)
    size = sized(kept, LARGEST, gettext("Split it into parts."))
    ending = Path(name).suffix.lower()
    return Stored(name, keep(kept, "imports", ending if ending in _ENDINGS else ".bin"), size)


def open_stored(stored_as: str, file_name: str, **reading: Any) -> Table:
    """The table in a kept file. Raises Unreadable with what to do."""
    if not default_storage.exists(stored_as):
        raise Unreadable(gettext("The file is not kept any more. Upload it again."))
    try:
        return open_table(default_storage.path(stored_as), file_name, **reading)
    except NotImplementedError:
        # A storage without paths, such as S3.
        with default_storage.open(stored_as) as file:
            return open_table(file.read(), file_name, **reading)

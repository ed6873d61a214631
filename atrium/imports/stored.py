"""The file of an import where it is kept, opened as a table."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage

from atrium.imports.reading import Table, Unreadable, open_table


def open_stored(stored_as: str, file_name: str, **reading: Any) -> Table:
    """The table in a kept file. Raises Unreadable with what to do."""
    if not default_storage.exists(stored_as):
        raise Unreadable("The file is not kept any more. Upload it again.")
    try:
        return open_table(default_storage.path(stored_as), file_name, **reading)
    except NotImplementedError:
        # A storage without paths, such as S3.
        with default_storage.open(stored_as) as file:
            return open_table(file.read(), file_name, **reading)

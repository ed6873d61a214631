"""The stored files of any kind of storage, by their names."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import Storage


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of the storage, folder by folder, in the order of their names."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    inside = f"{folder}/" if folder else ""
    yield from (f"{inside}{name}" for name in sorted(files) if name)
    for name in sorted(folders):
        if name:
            yield from names_in(storage, f"{inside}{name}")

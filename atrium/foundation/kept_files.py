"""Stored files in a folder, on the disk before anybody is told that they are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, override

from django.core.files.storage import FileSystemStorage

from atrium.foundation.lasting import force


class KeptFiles(FileSystemStorage):
    """Django's leaves it to the system when a file reaches the disk.

    A power cut could take an upload whose row in the database stays.
    """

    @override
    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        kept: str = super().save(name, content, max_length)
        path, root = Path(self.path(kept)), Path(self.location)
        force(path)
        for folder in path.parents:
            force(folder)
            if folder == root:
                break
        return kept

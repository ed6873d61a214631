"""Forcing files to the disk, so that what is said to be kept is kept when the power goes in the next moment."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The disk takes many at once in hardly more time than one.
AT_ONCE = 32


def force(path: Path) -> None:
    """One file, or the names in one folder. Raises OSError where the disk says no."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def force_all(folder: Path) -> None:
    """Every file and folder below, and the folder itself: the files before the folders that name them."""
    found = list(folder.rglob("*"))
    folders = [path for path in found if path.is_dir()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for paths in ([path for path in found if path.is_file()], [*folders, folder]):
            list(pool.map(force, paths))

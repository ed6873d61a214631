"""One file with the database and the stored files of one moment, written while the product goes on working.

The database is copied first. Stored files are written once, never changed, and not removed while a backup runs, so
those that the copy names are there when they are read after it.
"""

from __future__ import annotations

import os
import tarfile
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from atrium.foundation.backups.archive import FILES, SEAL_KEYS, SECRET, Kept
from atrium.foundation.backups.databases import copied
from atrium.foundation.backups.holding import files_held
from atrium.foundation.backups.sealed import sealing
from atrium.foundation.backups.stored import names_in
from atrium.foundation.buckets import bucket_in_words
from atrium.foundation.errors import Refusal
from atrium.foundation.lasting import force


def backup(target: Path, *, public_key: str = "") -> Kept:
    """Write the backup, sealed for ``public_key`` (age) where one is given.

    Refused where the target exists. A backup that fails leaves no file behind.
    """
    if target.exists():
        msg = f"{target} exists already; choose another name."
        raise Refusal(msg)
    beside = target.absolute().parent
    if not beside.is_dir():
        msg = f"There is no folder {beside}; make it first, for the user that this runs as."
        raise Refusal(msg)
    part = target.with_name(f"{target.name}.part")
    try:
        with (
            files_held(),
            bucket_in_words(),
            tempfile.TemporaryDirectory(dir=beside, prefix=".atrium-backup-") as folder,
            os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file,
        ):
            with sealing(file, public_key) as sink:
                kept = _fill(sink, Path(folder))
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        force(beside)
    finally:
        part.unlink(missing_ok=True)
    return kept


def _fill(sink: IO[bytes], folder: Path) -> Kept:
    kept = Kept(made=timezone.now().isoformat(), atrium=version("atrium"))
    with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        database, kept.rows = copied(connection.settings_dict, folder)
        for path in [database, *_secret()]:
            with path.open("rb") as file:
                kept.add(tar, path.name, file, path.stat().st_size)
        # The copy is in the backup by now, and a large one should not lie about twice.
        database.unlink()
        for name in names_in(default_storage):
            try:
                stored = default_storage.open(name)
            except FileNotFoundError:
                continue  # no row names it: it was there for a moment only
            with stored:
                kept.add(tar, f"{FILES}/{name}", stored, stored.size)
        kept.close(tar)
    return kept


def _secret() -> Iterator[Path]:
    for name in (SECRET, SEAL_KEYS):
        path = Path(settings.DATA) / name
        if path.exists():
            yield path

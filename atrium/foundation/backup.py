"""One file with the database and the stored files of one moment.

The database is copied first, by its own online means, while the product goes on working. Stored files are written
once and never changed, so those that the copy names are there when they are read after it.
The file is a tar: database, secret key, files, and last a manifest with the hash of each.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from atrium.foundation.errors import Refusal

MANIFEST = "manifest.json"
SQLITE, DUMP, SECRET, FILES = "atrium.sqlite3", "database.dump", "secret-key", "files"


@dataclass(frozen=True)
class Kept:
    """What a backup holds: the SHA-256 of each file by its name, and all their bytes."""

    files: dict[str, str]
    size: int

    def next_step(self, folder: Path) -> str:
        """What the operator does with a restored folder."""
        if DUMP in self.files:
            return f"Now run: pg_restore --dbname=YOUR_EMPTY_DATABASE {folder / DUMP}"
        return f"Start Atrium on it with ATRIUM_DATA={folder}"


class Hashing:
    """Reads a file and hashes what goes by."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        some = self._file.read(size)
        self.hash.update(some)
        return some


def backup(target: Path) -> Kept:
    """Write the backup; refused where the target exists. A backup that fails leaves no file behind."""
    if target.exists():
        msg = f"{target} exists already; choose another name."
        raise Refusal(msg)
    part = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(
            dir=target.absolute().parent, prefix=".atrium-backup-"
        ) as folder:
            database = _database(Path(folder))
            with (
                part.open("xb") as file,
                tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
            ):
                kept = _fill(tar, database)
                file.flush()
            _settle(part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return kept


def _fill(tar: tarfile.TarFile, database: Path) -> Kept:
    hashes: dict[str, str] = {}
    size = 0
    for name, path in [(database.name, database), *_stored()]:
        try:
            with path.open("rb") as file:
                info = tar.gettarinfo(arcname=name, fileobj=file)
                reader = Hashing(file)
                tar.addfile(info, reader)
        except FileNotFoundError:
            continue  # removed since the folder was listed: nothing that stands names it
        hashes[name] = reader.hash.hexdigest()
        size += info.size
    manifest = json.dumps({"format": 1, "files": hashes}).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size = len(manifest)
    tar.addfile(info, BytesIO(manifest))
    return Kept(hashes, size)


def _stored() -> list[tuple[str, Path]]:
    secret = Path(settings.DATA) / SECRET
    found = [(SECRET, secret)] if secret.exists() else []
    if isinstance(default_storage, FileSystemStorage):
        root = Path(default_storage.location)
        found += [
            (f"{FILES}/{path.relative_to(root)}", path)
            for path in sorted(root.rglob("*"))
            if path.is_file()
        ]
    return found


def _database(folder: Path) -> Path:
    return (
        _copy_sqlite(folder / SQLITE)
        if connection.vendor == "sqlite"
        else _dump_postgresql(folder / DUMP)
    )


def _copy_sqlite(target: Path) -> Path:
    name = connection.settings_dict["NAME"]
    with (
        closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return target


def _dump_postgresql(target: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise Refusal(
            "pg_dump was not found; install PostgreSQL's client programs and put them on PATH."
        )
    known = connection.settings_dict
    places = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    told = {name: str(known[key]) for name, key in places.items() if known.get(key)}
    # The role cannot get round row-level security, so the dump reads as the queue and the doctor do.
    told["PGOPTIONS"] = "-c atrium.unscoped=on"
    done = subprocess.run(
        [program, "--format=custom", "--no-owner", "--enable-row-security", f"--file={target}"],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        msg = f"pg_dump failed: {done.stderr.strip().splitlines()[0] if done.stderr.strip() else done.returncode}"
        raise Refusal(msg)
    return target


def _settle(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())

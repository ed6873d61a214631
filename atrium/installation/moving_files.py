"""Every stored file, copied from where files lie now into another folder or bucket; then compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage, default_storage, storages

from atrium.config.storage import storage as settings_of
from atrium.foundation.backups.holding import files_held
from atrium.foundation.backups.stored import names_in
from atrium.foundation.buckets import bucket_in_words
from atrium.foundation.errors import Refusal

BUCKET = "s3://"


@dataclass(frozen=True)
class MovedFiles:
    """How many lay there already, how many were copied, and their size in bytes."""

    there: int
    copied: int
    size: int


def move_files(target: str) -> MovedFiles:
    """Copy what is not there yet, and compare each by its SHA-256; the files here stay.

    People may go on working: run it once more when Atrium is stopped, for what came meanwhile.
    Refused in words where the target is this storage, or holds another file under one of the names.
    """
    other = _storage(target)
    there = copied = size = 0
    with files_held(), bucket_in_words():
        for name in names_in(default_storage):
            digest = _digest(default_storage, name)
            if not digest:
                continue  # removed since its name was read
            if other.exists(name):
                there += 1
            else:
                with default_storage.open(name) as file:
                    kept = other.save(name, file)
                copied, size = copied + 1, size + default_storage.size(name)
                if kept != name:
                    raise Refusal(f"{name} would be called {kept} there. Choose an empty target.")
            if _digest(other, name) != digest:
                raise Refusal(f"{name} is another file there. Choose an empty target.")
    return MovedFiles(there, copied, size)


def _storage(target: str) -> Storage:
    if not target.startswith(BUCKET) and not Path(target).is_absolute():
        msg = (
            "Name the bucket as s3://KEY:SECRET@host/bucket?region=…, or a folder by its full path."
        )
        raise Refusal(msg)
    known: dict[str, Any] = settings_of("", Path(target))
    if target.startswith(BUCKET):
        try:
            known = settings_of(target, Path())
        except ImproperlyConfigured as error:
            raise Refusal(str(error)) from error
    found = storages.create_storage(known)
    if _place(found) == _place(default_storage):
        raise Refusal("The files lie there already.")
    return found


def _place(one: Any) -> tuple[str, str]:
    """Where a storage is: its folder, or its bucket at its address."""
    if hasattr(one, "bucket_name"):
        return str(one.endpoint_url or ""), str(one.bucket_name)
    return "", str(Path(one.location).resolve())


def _digest(one: Storage, name: str) -> str:
    try:
        with one.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""

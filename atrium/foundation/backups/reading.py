"""A backup back into an empty folder, a database, a storage; all of it checked before any of it stands there."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atrium.config.environment import database as settings_of
from atrium.config.storage import storage as storage_of
from atrium.foundation.backups.archive import DUMP, FILES, SECRET, SQLITE, Kept
from atrium.foundation.backups.databases import Server, check_sqlite, read_through, sqlite_rows
from atrium.foundation.backups.sealed import opened
from atrium.foundation.buckets import bucket_in_words
from atrium.foundation.errors import Refusal
from atrium.foundation.lasting import force, force_all


@dataclass(frozen=True)
class Restored:
    """What came back, and what the operator does next."""

    kept: Kept
    next_step: str


def restore(
    source: Path, *, into: Path, secret_key: str = "", database: str = "", storage: str = ""
) -> Restored:
    """Unpack into the folder; refused when it holds anything or the backup is damaged, which leaves it empty.

    A backup of PostgreSQL goes into the empty ``database`` (a URL) where one is named, else the dump is left in the
    folder. With ``storage`` (a URL) the stored files go there. ``secret_key`` opens an encrypted backup.
    What is said to be restored is on the disk: the power may go right after.
    """
    if into.exists() and any(into.iterdir()):
        msg = f"{into} is not empty; name a folder that is, or that does not exist yet."
        raise Refusal(msg)
    server = _server(database, into)
    bucket = storage_of(storage, into)["OPTIONS"] if storage else None
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=into, prefix=".restoring-") as name:
        folder = Path(name)
        kept = unpack(source, folder, secret_key=secret_key)
        if server and not kept.is_dump:
            msg = "This backup holds a database of SQLite. Restore it without --database, then: atrium move URL"
            raise Refusal(msg)
        if server:
            compare(kept, server.restore(folder / DUMP))
            (folder / DUMP).unlink()
        if bucket:
            with bucket_in_words():
                _upload(folder / FILES, bucket)
        _kept_from_others(folder, like=into)
        force_all(folder)
        for path in folder.iterdir():
            path.rename(into / path.name)
    force(into)
    force(into.absolute().parent)
    return Restored(kept, _next_step(kept, into, loaded=bool(server), bucket=bool(bucket)))


def _kept_from_others(folder: Path, *, like: Path) -> None:
    """For one user alone: whoever owns ``like``, where root unpacks for the user that Atrium will run as."""
    owner = like.stat()
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
        if os.geteuid() == 0:
            os.chown(path, owner.st_uid, owner.st_gid)


def unpack(source: Path, folder: Path, *, secret_key: str = "") -> Kept:
    """Unpack and check everything that can be checked without a server; refused in words."""
    try:
        with opened(source, secret_key) as plain:
            kept = Kept.unpacked(plain, folder)
    except (tarfile.TarError, json.JSONDecodeError, KeyError, TypeError) as error:
        msg = f"{source} is no backup of Atrium, or it is damaged."
        raise Refusal(msg) from error
    if (folder / SQLITE).exists():
        check_sqlite(folder / SQLITE)
        compare(kept, sqlite_rows(folder / SQLITE))
    elif not kept.is_dump:
        msg = f"{source} holds no database."
        raise Refusal(msg)
    return kept


def rehearse(source: Path, beside: Path, known: dict[str, Any], secret: str = "") -> str:
    """Restore a backup into a temporary place and answer in words what was proved; refused as restore is.

    ``known`` are Django's settings of the server on which PostgreSQL's scratch database is made.
    """
    with tempfile.TemporaryDirectory(dir=beside, prefix=".rehearsal-") as name:
        folder = Path(name)
        kept = unpack(source, folder, secret_key=secret)
        rows = f"{sum(kept.rows.values()):,} rows in {len(kept.rows)} tables"
        said = f"{rows} and {len(kept.files):,} files came back as they were."
        if kept.is_dump:
            with Server(known).scratch() as scratch:
                if scratch:
                    compare(kept, scratch.restore(folder / DUMP))
                else:
                    read_through(folder / DUMP)
                    said = f"{len(kept.files):,} files agree, and the dump was read to its end; for more the role needs CREATEDB."
        return said


def compare(kept: Kept, rows: dict[str, int]) -> None:
    """Refused where a table came back with other rows than were counted when the backup was made."""
    wrong = [name for name, count in kept.rows.items() if rows.get(name) != count]
    if wrong:
        first = wrong[0]
        msg = f"{first} came back with {rows.get(first)} rows instead of {kept.rows[first]}."
        raise Refusal(msg)


def _server(url: str, folder: Path) -> Server | None:
    if not url:
        return None
    known = settings_of(url, folder)
    if known["ENGINE"].endswith("sqlite3"):
        msg = "--database takes a PostgreSQL; the file of SQLite always comes into the folder."
        raise Refusal(msg)
    server = Server(known)
    server.refuse_filled()
    return server


def _upload(folder: Path, options: dict[str, Any]) -> None:
    import boto3  # noqa: PLC0415 - takes a while to load

    there = boto3.resource(
        "s3",
        endpoint_url=options.get("endpoint_url"),
        aws_access_key_id=options["access_key"],
        aws_secret_access_key=options["secret_key"],
        region_name=options["region_name"],
    )
    bucket = there.Bucket(options["bucket_name"])
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            bucket.upload_file(str(path), str(path.relative_to(folder)))
    shutil.rmtree(folder, ignore_errors=True)


def _next_step(kept: Kept, folder: Path, *, loaded: bool, bucket: bool) -> str:
    if kept.is_dump and not loaded:
        return f"Now fill an empty database: pg_restore --no-owner --dbname=NAME {folder / DUMP}"
    named = [f"ATRIUM_DATA={folder}"]
    named += ["ATRIUM_DATABASE_URL"] if loaded else []
    named += ["ATRIUM_STORAGE_URL"] if bucket else []
    named += [] if SECRET in kept.files else ["the ATRIUM_SECRET_KEY of before"]
    first, last = ", ".join(named[:-1]), named[-1]
    return f"Start Atrium on it with {f'{first} and {last}' if first else last}."

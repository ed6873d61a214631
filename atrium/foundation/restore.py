"""A backup back into an empty folder, each file checked against its hash."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

from atrium.foundation.backup import MANIFEST, SECRET, SQLITE, Kept
from atrium.foundation.errors import Refusal

CHUNK = 1 << 20


def restore(source: Path, *, into: Path) -> Kept:
    """Unpack and check; refused when the folder holds anything or the backup is damaged, which leaves it empty."""
    if into.exists() and any(into.iterdir()):
        msg = f"{into} is not empty; name a folder that is, or that does not exist yet."
        raise Refusal(msg)
    into.mkdir(parents=True, exist_ok=True)
    try:
        kept = _unpack(source, into)
        _open(into)
    except (
        tarfile.TarError,
        json.JSONDecodeError,
        KeyError,
        sqlite3.DatabaseError,
        Refusal,
    ) as error:
        _clear(into)
        if isinstance(error, Refusal):
            raise
        msg = f"{source} is no backup of Atrium, or it is damaged."
        raise Refusal(msg) from error
    return kept


def _unpack(source: Path, into: Path) -> Kept:
    hashes: dict[str, str] = {}
    size = 0
    promised: dict[str, str] = {}
    with tarfile.open(source) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                continue
            if member.name == MANIFEST:
                promised = json.loads(content.read())["files"]
                continue
            path = _place(into, member.name)
            hashing = hashlib.sha256()
            with path.open("xb") as file:
                while some := content.read(CHUNK):
                    hashing.update(some)
                    file.write(some)
            path.chmod(0o600 if member.name == SECRET else 0o640)
            hashes[member.name] = hashing.hexdigest()
            size += member.size
    if not promised or hashes != promised:
        msg = f"{source} is damaged: what it holds is not what it promises."
        raise Refusal(msg)
    return Kept(hashes, size)


def _place(into: Path, name: str) -> Path:
    path = (into / name).resolve()
    if not path.is_relative_to(into.resolve()):
        msg = f"{name!r} would lie outside of {into}."
        raise Refusal(msg)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _open(folder: Path) -> None:
    path = folder / SQLITE
    if not path.exists():
        return
    with closing(sqlite3.connect(path)) as database:
        whole = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if whole != "ok":
        msg = f"The database in the backup is damaged: {whole}."
        raise Refusal(msg)


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()

"""What a backup looks like inside.

A tar: the database, the secret key, the stored files, and last a manifest with the hash of each and the rows of each
table. Everything is written and read in one go from front to back, so that it may pass through a pipe.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from atrium.foundation.errors import Refusal

MANIFEST = "manifest.json"
SQLITE, DUMP, SECRET, FILES = "atrium.sqlite3", "database.dump", "secret-key", "files"
SEAL_KEYS = "seal-keys"
FORMAT = 2
CHUNK = 1 << 20


class Hashing:
    """Reads a file and hashes what goes by."""

    def __init__(self, file: IO[bytes] | Any) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        some: bytes = self._file.read(size)
        self.hash.update(some)
        return some


@dataclass
class Kept:
    """What a backup holds: the SHA-256 of each file by its name, the rows of each table, all the bytes.

    ``rows`` is empty in a backup of the first format, which did not count them.
    """

    files: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    size: int = 0
    made: str = ""
    atrium: str = ""

    @property
    def is_dump(self) -> bool:
        """Whether the database in it is PostgreSQL's."""
        return DUMP in self.files

    def add(self, tar: tarfile.TarFile, name: str, file: Any, size: int) -> None:
        """Write one file into the tar. Raises OSError where it has fewer bytes than it said."""
        info = tarfile.TarInfo(name)
        info.size = size
        reader = Hashing(file)
        tar.addfile(info, reader)
        self.files[name] = reader.hash.hexdigest()
        self.size += size

    def close(self, tar: tarfile.TarFile) -> None:
        """Write the manifest, which says all this."""
        told = asdict(self) | {"format": FORMAT}
        text = json.dumps(told).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        tar.addfile(info, BytesIO(text))

    @classmethod
    def unpacked(cls, source: IO[bytes] | Any, into: Path) -> Kept:
        """Unpack into the folder and compare each file with its hash; refused where they differ."""
        found, promised = cls(), cls()
        for name, content, size in _members(source):
            if name == MANIFEST:
                promised = cls._read(content.read())
                continue
            reader = Hashing(content)
            path = _place(into, name)
            with path.open("xb") as file:
                while some := reader.read(CHUNK):
                    file.write(some)
            path.chmod(0o600 if name in {SECRET, SEAL_KEYS} else 0o640)
            found.files[name] = reader.hash.hexdigest()
            found.size += size
        if not promised.files or found.files != promised.files:
            msg = "The backup is damaged: what it holds is not what it promises."
            raise Refusal(msg)
        promised.size = found.size
        return promised

    @classmethod
    def _read(cls, text: bytes) -> Kept:
        told = json.loads(text)
        if told["format"] > FORMAT:
            msg = "The backup was made by a newer Atrium; restore it with that one."
            raise Refusal(msg)
        known = {name: told[name] for name in ("files", "rows", "made", "atrium") if name in told}
        return cls(**known)


def _members(source: Any) -> Iterator[tuple[str, IO[bytes], int]]:
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                yield member.name, content, member.size
    # To the very end: only there does an encrypted file prove that nothing was cut off.
    while source.read(CHUNK):
        pass


def _place(into: Path, name: str) -> Path:
    path = (into / name).resolve()
    if not path.is_relative_to(into.resolve()):
        msg = f"{name!r} would lie outside of {into}."
        raise Refusal(msg)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path

"""The keys that passwords of other servers and the like are sealed with, the newest first.

``ATRIUM_SEAL_KEYS`` names them, on every machine the same; without it they stand in the file
``seal-keys`` in ``ATRIUM_DATA``, one a line; without either the secret key of the installation is
the only one. The word ``secret-key`` in the list stands for that secret key.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from atrium.foundation.errors import Refusal
from atrium.foundation.lasting import force

FILE = "seal-keys"
OF_THE_INSTALLATION = "secret-key"


def keys() -> tuple[str, ...]:
    """Every key that opens something, the one that seals first."""
    named = settings.SEAL_KEYS or _in_the_file()
    words = named or (OF_THE_INSTALLATION,)
    mains = (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))
    found = [key for word in words for key in (mains if word == OF_THE_INSTALLATION else (word,))]
    return tuple(found)


def is_ours() -> bool:
    """Whether the keys stand in the file, which Atrium writes; else the operator names them."""
    return not settings.SEAL_KEYS


@contextmanager
def alone() -> Iterator[None]:
    """Let nobody else change keys meanwhile; refused where somebody does.

    Two at once would each write what they read, and a key that has sealed something already would go.
    """
    if not is_ours():
        yield
        return
    with os.fdopen(os.open(_path().with_suffix(".lock"), os.O_CREAT | os.O_WRONLY, 0o600)) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = "Keys are being changed already. Wait until that is done, then run this again."
            raise Refusal(msg) from error
        yield


def put_a_new_one_first() -> None:
    """Make a key that seals from now on; those before go on opening."""
    _write((secrets.token_urlsafe(32), *(_in_the_file() or (OF_THE_INSTALLATION,))))


def keep_the_newest() -> None:
    """Forget every key but the one that seals."""
    _write(_in_the_file()[:1])


def _path() -> Path:
    return Path(settings.DATA) / FILE


def _in_the_file() -> tuple[str, ...]:
    """As it stands now, so that every process of the machine seals with the newest at once."""
    try:
        stat = _path().stat()
    except FileNotFoundError:
        return ()
    return _read(_path(), stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, _file: int) -> tuple[str, ...]:
    return tuple(path.read_text().split())


def _write(words: tuple[str, ...]) -> None:
    """All of it or nothing, and on the disk before anything is sealed with it."""
    path = _path()
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write("\n".join(words) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    force(path.parent)

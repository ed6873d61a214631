"""Encrypted backups, in the format of age: what is written here, the program ``age`` opens as well.

A backup is sealed for a public key; only who holds the secret one opens it. Both ways the bytes stream through a pipe,
however large the backup is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from atrium.foundation.errors import Refusal

HEAD = b"age-encryption.org/v1"
SHORTEST = 12


class NeedsKey(Refusal):
    """The backup is encrypted, and no key was given."""


def new_key() -> tuple[str, str]:
    """A secret key and the public one that belongs to it."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def public_of(secret: str) -> str:
    """The public key of a secret one, which may be a whole key file; refused where there is none in it."""
    return str(_identity(secret).to_public())


def key_file(secret: str) -> str:
    """The key as ``age-keygen`` writes it."""
    return f"# The key of Atrium's backups. Without it nobody can open them.\n# public key: {public_of(secret)}\n{secret}\n"


def locked(text: str, passphrase: str) -> bytes:
    """A key file that opens by a passphrase alone, as ``age -p`` makes it; ``age -d -i`` takes it too."""
    if len(passphrase) < SHORTEST:
        msg = f"Choose a passphrase of at least {SHORTEST} characters; some words are best."
        raise Refusal(msg, field="passphrase")
    return bytes(pyrage.passphrase.encrypt(text.encode(), passphrase))


def is_locked(raw: bytes) -> bool:
    """Whether a key file wants a passphrase."""
    return raw.startswith(HEAD)


def unlocked(raw: bytes, passphrase: str = "") -> str:
    """What a key file says; refused where it is locked and the passphrase is another one."""
    try:
        if is_locked(raw):
            raw = pyrage.passphrase.decrypt(raw, passphrase)
        return raw.decode()
    except pyrage.DecryptError as error:
        raise Refusal("The key does not open with this passphrase.", field="passphrase") from error
    except UnicodeDecodeError as error:
        raise Refusal("This is no key file.") from error


def check_public(text: str) -> str:
    """The public key without white space; refused where it is none."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError as error:
        msg = "This is no public key; it begins with age1 and stands in the key file."
        raise Refusal(msg, field="public_key") from error


@contextmanager
def sealing(file: IO[bytes], public: str) -> Iterator[IO[bytes]]:
    """Where to write what is to lie sealed in ``file``; without a key it is the file itself."""
    if not public:
        yield file
        return
    recipient = pyrage.x25519.Recipient.from_str(check_public(public))
    with _through_pipe(lambda plain: pyrage.encrypt_io(plain, file, [recipient])) as sink:
        yield sink


@contextmanager
def opened(path: Path, secret: str = "") -> Iterator[IO[bytes]]:
    """The plain bytes of a backup, sealed or not; refused where the key is missing or another one."""
    with path.open("rb") as file:
        is_sealed = file.read(len(HEAD)) == HEAD
        file.seek(0)
        if not is_sealed:
            yield file
            return
        if not secret:
            msg = f"{path} is encrypted; name the file with its key by --key."
            raise NeedsKey(msg)
        identity = _identity(secret)
        try:
            with _out_of_pipe(lambda sink: pyrage.decrypt_io(file, sink, [identity])) as plain:
                yield plain
        except pyrage.DecryptError as error:
            msg = f"{path} does not open with this key, or it is damaged."
            raise Refusal(msg) from error


def _identity(secret: str) -> Any:
    lines = [line for line in secret.split() if line.startswith("AGE-SECRET-KEY-")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError) as error:
        msg = "There is no key of age in it; its line begins with AGE-SECRET-KEY-1."
        raise Refusal(msg) from error


@contextmanager
def _through_pipe(take: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Somewhere to write, with ``take`` reading at the other end in a thread."""
    out, in_ = os.pipe()

    def run() -> None:
        with os.fdopen(out, "rb") as source:
            take(source)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(run)
        with os.fdopen(in_, "wb") as sink:
            yield sink
        done.result()


@contextmanager
def _out_of_pipe(give: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Something to read, with ``give`` writing at the other end in a thread; its error comes first."""
    out, in_ = os.pipe()

    def run() -> None:
        with os.fdopen(in_, "wb") as sink:
            give(sink)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(run)
        try:
            with os.fdopen(out, "rb") as source:
                yield source
        finally:
            error = done.exception()
            if isinstance(error, pyrage.DecryptError):
                raise error

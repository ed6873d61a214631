"""What a mail server took, noted in a file before the database has it.

A row may wait behind other writers for a tenth of a second, and a worker killed meanwhile would
offer the message again. A file is there at once, whatever happens to the process; it goes when the
row has come. Where several machines share a database each has its own: they are read by the
workers beside them, the rows by all.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def note(message: int, parties: Iterable[int]) -> None:
    """Keep that the message was taken for these parties."""
    _folder().mkdir(exist_ok=True)
    _place(message).write_text(" ".join(map(str, parties)))


def noted(message: int) -> list[int]:
    """The parties for whom the message was taken and no row says so yet."""
    try:
        return [int(key) for key in _place(message).read_text().split()]
    except FileNotFoundError:
        return []


def forget(message: int) -> None:
    """The rows say it."""
    _place(message).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "mail-taken"


def _place(message: int) -> Path:
    return _folder() / str(message)

"""What a provider has taken and no row says so yet: a file for each SMS, written right after the answer.

As conversations/mail/receipts.py, which tells why. Here the file holds the provider's key of the
message. What has no file and no answer is unsure.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def note(message: int, sid: str) -> None:
    """Keep that the provider took the message, and what it calls it."""
    _folder().mkdir(exist_ok=True)
    _place(message).write_text(sid)


def noted(message: int) -> str:
    """What the provider calls the message that it took; empty where no file says that it did."""
    try:
        return _place(message).read_text()
    except FileNotFoundError:
        return ""


def forget(message: int) -> None:
    """The row says it."""
    _place(message).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "sms-taken"


def _place(message: int) -> Path:
    return _folder() / str(message)

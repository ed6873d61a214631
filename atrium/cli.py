"""The program ``atrium``: it collects the commands of every app and says in one sentence why one failed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.base import CommandError
from django.db import DatabaseError

from atrium.foundation import disk_words
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.error import FormatError

USER_ERRORS = (
    Refusal,
    FormatError,
    ImproperlyConfigured,
    ValidationError,
    CommandError,
    DatabaseError,
    OSError,
)


class Command(argparse.ArgumentParser):
    """A command; each takes --json, whether its app thought of it or not."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options | {"conflict_handler": "resolve"})
        self.add_argument("--json", action="store_true", help="print the outcome as JSON")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 only when it did what it was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrium.config.settings")
    try:
        chosen = parser().parse_args(arguments)
        if getattr(chosen, "needs_django", True):
            _set_up()
        return int(chosen.run(chosen) or 0)
    except USER_ERRORS as error:
        sys.stderr.write(f"atrium: {in_words(error)}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Every command of every app that has a command.py; each takes --json."""
    whole = argparse.ArgumentParser(
        prog="atrium", description="Atrium, the system for everyone who works for clients."
    )
    whole.add_argument("--version", action="version", version=f"Atrium {version('atrium')}")
    commands = whole.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=Command
    )
    for module in _modules():
        import_module(module).add_commands(commands)
    return whole


def in_words(error: BaseException) -> str:
    """One sentence for the person at the keyboard."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, DatabaseError):
        words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        if "no such table" in words or "does not exist" in words:
            return f"The database is not set up ({words}). Run: atrium migrate"
        return f"The database says: {words}."
    if isinstance(error, OSError) and error.filename:
        return disk_words.in_words(error)
    return str(error)


def _modules() -> Iterator[str]:
    from atrium.config.settings import FIRST_PARTY_APPS  # noqa: PLC0415 - a bad setting is told in main()

    return (f"{app}.command" for app in FIRST_PARTY_APPS if find_spec(f"{app}.command"))


def _set_up() -> None:
    import django  # noqa: PLC0415 - takes a second; not every command needs it

    django.setup()


if __name__ == "__main__":
    sys.exit(main())

"""What works on one database, in a process of its own: ``fill SIZE``, ``pages WORDS``, ``scan``, ``writes``, ``imports``, ``messages``, ``work``, ``money INVOICES``, ``quality FOLDER``, ``crowd ORGANISATIONS``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrium.config.settings")
if __name__ == "__main__":
    django.setup()

from atrium.demo.bench.places import SHARE


def fill(size: int) -> None:
    """Migrate and make the two organisations of a database of so many clients."""
    from atrium.demo.large import load  # noqa: PLC0415 - once Django is set up
    from atrium.foundation.migrating import migrate  # noqa: PLC0415

    migrate()
    clients = int(size * SHARE)
    # From 200,000 events on, one client has 100,000 of them.
    for slug, count, least in (("rest", size - clients, 0), ("large", clients, 200_000)):
        load(slug, clients=count, events=max(5 * count, least), say=_say)
    _settle()


def _settle() -> None:
    """Do what PostgreSQL does by itself within minutes, and the server of the bench never: counting needs it."""
    from django.db import connection  # noqa: PLC0415 - once Django is set up

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def pages(words: list[str]) -> None:
    """Print the figures of the rows whose names begin with one of the words."""
    from atrium.demo.bench.pages import Pages  # noqa: PLC0415

    for figure in Pages().figures(lambda row: any(row.startswith(word) for word in words)):
        _tell(figure.as_json())


def writes() -> None:
    """Print what eight writers at once came to."""
    from atrium.demo.bench.writes import figures  # noqa: PLC0415

    for figure in figures():
        _tell(figure)


def imports() -> None:
    """Print how fast files come in."""
    from atrium.demo.bench.taking_in import imports as figures  # noqa: PLC0415

    for figure in figures():
        _tell(figure)


def messages() -> None:
    """Print how fast a client with very many messages is searched and opened."""
    from atrium.demo.bench.talking import talking  # noqa: PLC0415

    for figure in talking():
        _tell(figure)


def work() -> None:
    """Print how fast the pages of work are where there is much of it."""
    from atrium.demo.bench.toiling import toiling  # noqa: PLC0415

    for figure in toiling():
        _tell(figure)


def money(invoices: int) -> None:
    """Print how fast what clients owe is added up where there are so many invoices."""
    from atrium.demo.bench.owing import owing  # noqa: PLC0415

    for figure in owing(invoices):
        _tell(figure)


def quality(folder: str) -> None:
    """Print how well search finds."""
    from atrium.demo.bench.finding import quality as figures  # noqa: PLC0415

    for figure in figures(Path(folder)):
        _tell(figure)


def scan() -> None:
    """Print how long the first look for duplicates takes."""
    from atrium.demo.bench.pages import SLUG  # noqa: PLC0415
    from atrium.demo.bench.taking_in import scan as figure  # noqa: PLC0415

    _tell(figure(SLUG))


def crowd(organisations: int) -> None:
    """Print how the pages are where very many organisations share one database."""
    from atrium.demo.bench.crowding import crowding, fill  # noqa: PLC0415
    from atrium.foundation.migrating import migrate  # noqa: PLC0415

    migrate()
    fill(organisations, _say)
    _settle()
    for figure in crowding():
        _tell(figure)


def _tell(figure: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(figure)}\n")
    sys.stdout.flush()


def _say(words: str) -> None:
    sys.stderr.write(f"  {words}\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", size]:
            fill(int(size))
        case ["pages", *words]:
            pages(words)
        case ["writes"]:
            writes()
        case ["imports"]:
            imports()
        case ["messages"]:
            messages()
        case ["work"]:
            work()
        case ["money", invoices]:
            money(int(invoices))
        case ["quality", folder]:
            quality(folder)
        case ["crowd", organisations]:
            crowd(int(organisations))
        case ["scan"]:
            scan()
        case other:
            sys.exit(f"unknown: {other}")

"""What an operator asks of the installation: versions, and the pages that take longest."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version

import django
from django.db import connection

from atrium.foundation.metrics import counted

SHOWN = 10


@dataclass(frozen=True)
class SlowPage:
    """A page by its name: how often this process answered it and how long that took on average, in milliseconds."""

    view: str
    answers: int
    milliseconds: float


def versions() -> list[tuple[str, str]]:
    """What runs here, by name and version."""
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if sqlite else "SHOW server_version")
        [told] = cursor.fetchone()
    return [
        ("Atrium", version("atrium")),
        ("SQLite" if sqlite else "PostgreSQL", str(told)),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
    ]


def slow_pages() -> list[SlowPage]:
    """The slowest on average since this web process began, the slowest first."""
    sums: dict[str, float] = {}
    counts: dict[str, float] = {}
    for metric in counted().collect():
        if metric.name == "atrium_answer_seconds":
            for sample in metric.samples:
                into = {"_sum": sums, "_count": counts}.get(sample.name.removeprefix(metric.name))
                if into is not None:
                    into[sample.labels["view"]] = sample.value
    found = [
        SlowPage(view, int(count), round(sums[view] / count * 1000, 1))
        for view, count in counts.items()
        if count
    ]
    return sorted(found, key=lambda page: -page.milliseconds)[:SHOWN]

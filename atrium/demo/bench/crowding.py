"""Very many organisations in one database, each as large as a usual firm, and whether one notices the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from atrium.demo.bench.clock import Figure, measure
from atrium.demo.bench.pages import Pages
from atrium.demo.large import load
from atrium.organisations.models import Organisation

EACH, EVENTS = 2_000, 10_000
# Organisations that are looked at: the first, the last and some between them.
LOOKED_AT = 10
ROWS = (
    "list: by name",
    "list: one status",
    "list: one tag",
    "client: typical",
    "client: a tab",
    "timeline: first page",
    "search: as you type",
    "entry: duplicates",
    "api: list of 50",
    "api: one client",
)


def fill(organisations: int, say: Callable[[str], None]) -> None:
    """Make so many organisations of 2,000 clients and 10,000 events each; those that are there stay."""
    known = set(Organisation.objects.values_list("slug", flat=True))
    for number in range(organisations):
        slug = _slug(number)
        if slug not in known:
            # The planner looks anew whenever there are half as many again, and at the end.
            learn = number in {0, 1, 10, 30, 100, 200, 300, organisations - 1}
            load(slug, clients=EACH, events=EVENTS, seed=number, learn=learn)
            if number % 10 == 0:
                say(f"{number} organisations")


def crowding() -> Iterator[dict[str, Any]]:
    """Each row where it is slowest: the figures hold for every organisation, not for the middle of them."""
    count = Organisation.objects.count()
    step = max(1, (count - 1) // (LOOKED_AT - 1))
    chosen = [Pages(slug=_slug(min(n * step, count - 1))) for n in range(min(LOOKED_AT, count))]
    for row in ROWS:
        worst = max((_measured(pages, row) for pages in chosen), key=_cost)
        yield worst.as_json() | {"row": f"crowd: {row}"}


def _measured(pages: Pages, row: str) -> Figure:
    return measure(row, dict(pages.rows())[row])


def _cost(figure: Figure) -> float:
    return figure.p50


def _slug(number: int) -> str:
    return f"firm-{number:04}"

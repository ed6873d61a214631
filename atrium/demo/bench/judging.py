"""What the product promises of each row (docs/architecture.md), held against what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

type Row = dict[str, Any]
type Rows = dict[tuple[str, str, int], Row]

STATEMENTS, PAGE_CPU, TAB_CPU, BUSY, DEEP = 12, 25.0, 10.0, 1.3, 2.0
GROWTH = {"sqlite": 2.0, "postgresql": 5.0}
API_CPU = {"api: list of 50": 2.5, "api: one client": 1.2}
# Milliseconds at any size, and at a thousand clients or fewer.
SEARCH_P95 = {"sqlite": (15.0, 2.0), "postgresql": (25.0, 5.0)}
SMALL, MILLION, LIKE, BY_LIKE = 1_000, 1_000_000, "search: by LIKE", 50
LONGEST_WAIT = 500.0
# Milliseconds to search inside a client with 20,000 messages.
IN_A_CLIENT = 50.0
# Milliseconds to add up what all clients owe.
AGEING = 2_000.0
# Rows of a file a second; seconds for the duplicates of so many clients; milliseconds on entry.
# Shares of the queries with a right client first and among five; alone, and beside others.
QUALITY, AMONG_OTHERS, WORST_KIND, FOUND_WITHIN = (0.97, 0.985), (0.94, 0.98), 0.8, 100.0
IMPORT, SCAN, ENTRY_P95 = 10_000, {10_000: 15.0, 100_000: 180.0}, {100_000: 10.0, MILLION: 25.0}


@dataclass(frozen=True)
class Verdict:
    """One promise: what it is, what was found, and whether it is kept."""

    words: str
    kept: bool

    def __str__(self) -> str:
        return f"{'pass' if self.kept else 'FAIL'} {self.words}"


def verdicts(rows: Rows, engine: str, size: int, row: str) -> Iterator[Verdict]:
    """What is promised of this row, against others of the same run where it is a ratio."""
    found = rows[engine, row, size]
    if row.startswith("writes"):
        yield Verdict(f"errors {found['errors']}", found["errors"] == 0)
        yield Verdict(f"lost {found['lost']}", found["lost"] == 0)
        yield Verdict(
            f"longest wait {found['longest']} ms <= {LONGEST_WAIT:.0f}",
            found["longest"] <= LONGEST_WAIT,
        )
    if row.startswith("list"):
        smallest = min(s for e, r, s in rows if e == engine and r == row)
        if size > smallest:
            most = GROWTH[engine]
            yield _ratio(
                f"{size // smallest} times the clients", found, rows[engine, row, smallest], most
            )
    if row in {"client: typical", "client: 100k events"}:
        yield Verdict(
            f"statements {found['statements']} <= {STATEMENTS}", found["statements"] <= STATEMENTS
        )
        yield Verdict(f"CPU {found['cpu']} ms <= {PAGE_CPU:.0f}", found["cpu"] <= PAGE_CPU)
    if row.startswith("client: a tab"):
        yield Verdict(f"CPU {found['cpu']} ms <= {TAB_CPU:.0f}", found["cpu"] <= TAB_CPU)
    if row == "client: 100k events":
        yield _ratio("a typical one", found, rows[engine, "client: typical", size], BUSY)
    if row == "timeline: 50,000 deep":
        yield _ratio("the first page", found, rows[engine, "timeline: first page", size], DEEP)
    if row == "search: as you type":
        yield from _search(rows, engine, size)
    yield from _work(found, engine, size, row)
    if row in API_CPU:
        yield Verdict(f"CPU {found['cpu']} ms <= {API_CPU[row]}", found["cpu"] <= API_CPU[row])


def _work(found: Row, engine: str, size: int, row: str) -> Iterator[Verdict]:
    """Of files on their way in, of looking for duplicates, and of how well search finds."""
    if row == "messages: search in a client":
        yield Verdict(f"p95 {found['p95']} ms <= {IN_A_CLIENT:.0f}", found["p95"] <= IN_A_CLIENT)
    if row.startswith("work: tab"):
        yield Verdict(f"CPU {found['cpu']} ms <= {TAB_CPU:.0f}", found["cpu"] <= TAB_CPU)
    if row == "work: page, much work":
        told = found["statements"]
        yield Verdict(f"statements {told} <= {STATEMENTS}", told <= STATEMENTS)
        yield Verdict(f"CPU {found['cpu']} ms <= {PAGE_CPU:.0f}", found["cpu"] <= PAGE_CPU)
    if row.startswith("crowd"):
        yield from _crowd(found, engine, row.removeprefix("crowd: "))
    if row.startswith("money"):
        yield from _money(found, row)
    if row.startswith("quality"):
        yield from _quality(found)
    if row.startswith("import") and engine == "sqlite":
        each = found["each_second"]
        yield Verdict(f"{each} rows a second >= {IMPORT}", each >= IMPORT)
    if row.startswith("scan") and (most := _at(SCAN, found["clients"])):
        yield Verdict(f"{found['seconds']} s <= {most:.0f}", found["seconds"] <= most)
    if row.startswith("entry") and (most := _at(ENTRY_P95, size)):
        yield Verdict(f"p95 {found['p95']} ms <= {most:.0f}", found["p95"] <= most)


def _money(found: Row, row: str) -> Iterator[Verdict]:
    """Of what clients owe."""
    if row.startswith("money: ageing"):
        yield Verdict(f"{found['least']} ms <= {AGEING:.0f}", found["least"] <= AGEING)
    if row.startswith("money: page"):
        told = found["statements"]
        yield Verdict(f"statements {told} <= {STATEMENTS}", told <= STATEMENTS)
        yield Verdict(f"CPU {found['cpu']} ms <= {PAGE_CPU:.0f}", found["cpu"] <= PAGE_CPU)
    if row.startswith("money: tab"):
        yield Verdict(f"CPU {found['cpu']} ms <= {TAB_CPU:.0f}", found["cpu"] <= TAB_CPU)


def _crowd(found: Row, engine: str, row: str) -> Iterator[Verdict]:
    """Of an organisation among very many: what is promised of one that is alone."""
    if row == "client: typical":
        told = found["statements"]
        yield Verdict(f"statements {told} <= {STATEMENTS}", told <= STATEMENTS)
    most = {"client: typical": PAGE_CPU, "client: a tab": TAB_CPU} | API_CPU
    if row in most:
        yield Verdict(f"CPU {found['cpu']} ms <= {most[row]}", found["cpu"] <= most[row])
    within = {"search: as you type": SEARCH_P95[engine][0], "entry: duplicates": ENTRY_P95[100_000]}
    if row in within:
        yield Verdict(f"p95 {found['p95']} ms <= {within[row]}", found["p95"] <= within[row])


def _quality(found: Row) -> Iterator[Verdict]:
    first, five = QUALITY if found["row"].endswith("alone") else AMONG_OTHERS
    yield Verdict(f"first {found['first']} >= {first}", found["first"] >= first)
    yield Verdict(f"five {found['five']} >= {five}", found["five"] >= five)
    yield Verdict(f"{found['worst_kind']} {found['worst']} >= .8", found["worst"] >= WORST_KIND)
    yield Verdict(f"p95 {found['p95_ms']} ms <= 100", found["p95_ms"] <= FOUND_WITHIN)


def _at(promised: dict[int, float], clients: int) -> float | None:
    """What is promised for so many clients: that of the next size."""
    return next((most for size, most in promised.items() if clients <= size), None)


def _search(rows: Rows, engine: str, size: int) -> Iterator[Verdict]:
    found = rows[engine, "search: as you type", size]
    most = SEARCH_P95[engine][size <= SMALL]
    yield Verdict(f"p95 {found['p95']} ms <= {most}", found["p95"] <= most)
    if size >= MILLION and (engine, LIKE, size) in rows:
        times = rows[engine, LIKE, size]["p50"] / max(found["p50"], 0.001)
        yield Verdict(f"{times:.0f} times faster than LIKE >= {BY_LIKE}", times >= BY_LIKE)


def _ratio(beside: str, found: Row, other: Row, most: float) -> Verdict:
    ratio = found["least"] / max(other["least"], 0.001)
    return Verdict(f"{ratio:.2f} x {beside} <= {most}", ratio <= most)

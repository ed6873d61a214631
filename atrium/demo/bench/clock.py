"""Measures one thing many times, and its floor beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

from django.db import connection

type Statement = tuple[str, Any]

WARM_UP = 3


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a row came to, in milliseconds; ``least`` is the quickest of all, what noise spares.

    ``floor`` is the least time that the same statements take when the driver runs them alone.
    """

    row: str
    runs: int
    p50: float
    p95: float
    least: float
    cpu: float
    statements: int
    floor: float
    bytes: int = 0
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Statements:
    """An execute wrapper that keeps what was asked of the database."""

    def __init__(self) -> None:
        self.seen: list[Statement] = []

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 - as Django calls it
        context: Any,
    ) -> Any:
        self.seen.append((sql, params))
        return execute(sql, params, many, context)


def measure(row: str, calls: Sequence[Callable[[], int]], *, note: str = "") -> Figure:
    """Make each of the calls once, after a few to warm up; each says how many bytes it answered."""
    for call in calls[:WARM_UP]:
        call()
    walls, cpus, counts, answered, floors = [], [], [], 0, []
    for call in calls:
        statements = Statements()
        with connection.execute_wrapper(statements):
            wall, cpu = time.perf_counter(), time.process_time()
            answered = call()
            cpus.append((time.process_time() - cpu) * 1000)
            walls.append((time.perf_counter() - wall) * 1000)
        counts.append(len(statements.seen))
        floors.append(_floor(statements.seen))
    return Figure(
        row=row, runs=len(calls), p50=round(median(walls), 2), p95=round(quantiles(walls, n=20)[-1], 2),
        least=round(min(walls), 2), cpu=round(median(cpus), 2), statements=max(counts), floor=round(min(floors), 3),
        bytes=answered, note=note,
    )  # fmt: skip


def _floor(statements: Sequence[Statement]) -> float:
    """The time that reading the same rows takes without Django: statements of the driver only."""
    reads = [(sql, params) for sql, params in statements if sql.lstrip().startswith("SELECT")]
    began = time.perf_counter()
    with closing(connection.create_cursor()) as cursor:
        for sql, params in reads:
            cursor.execute(sql, params)
            cursor.fetchall()
    return (time.perf_counter() - began) * 1000

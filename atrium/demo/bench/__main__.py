"""``make bench``: measure each size on each engine and hold it against what is promised.

    make bench ARGS="--sizes 10k,100k,1M --engine sqlite,postgresql --rows list,client --strict"

Pages are asked of the whole WSGI handler with every middleware by django.test.Client, signed in as
staff. ``least`` is the quickest of forty, which other work on the machine disturbs the least; the
ratios are made of it. ``floor`` is the least time the driver needs for the same statements alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence

from atrium.demo.bench.judging import Row, Rows, verdicts
from atrium.demo.bench.places import environment_of, filled, run, server
from atrium.testing import reference_folder
from atrium.testing.postgresql import NoPostgresql, cluster

UNITS = {"k": 1_000, "m": 1_000_000}
PAGES = ("floor", "list", "client", "timeline", "search", "entry", "api")
# Each on a database of its own, that keeps its promises to the disk.
ALONE = ("writes", "import", "messages", "work", "money", "quality")
HEAD = (
    f"{'row':<28}{'p50 ms':>9}{'p95':>9}{'least':>9}{'CPU':>8}{'SQL':>5}{'floor':>9}{'/floor':>8}"
)


def main(arguments: Sequence[str]) -> int:
    """Print a table per engine and size; non-zero for a broken promise only with ``--strict``."""
    chosen = _parser().parse_args(arguments)
    rows: Rows = {}
    broken = 0
    for engine in chosen.engine.split(","):
        try:
            for size, found in _measured(
                engine, [_size(text) for text in chosen.sizes.split(",")], chosen
            ):
                broken += _show(rows, engine, size, found)
        except NoPostgresql as error:
            _say(f"\n{engine}: NOT RUN: {error}")
    _say(f"\n{broken} promises are not kept." if broken else "\nAll promises are kept.")
    if chosen.out:
        chosen.out.write(json.dumps(list(rows.values()), indent=1))
    return 1 if broken and chosen.strict else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make bench", description="Measure Atrium on its own databases."
    )
    parser.add_argument("--sizes", default="10k,100k", help="how many clients: 10k,100k,1M")
    parser.add_argument("--engine", default="sqlite,postgresql")
    parser.add_argument(
        "--rows",
        default=",".join(PAGES + ALONE),
        help="rows that begin so; “scan” (the look for duplicates) and “crowd” by their names alone",
    )
    parser.add_argument(
        "--organisations", type=int, default=500, help="how many organisations “crowd” has"
    )
    parser.add_argument("--invoices", default="150k", help="how many invoices “money” has: 1500k")
    parser.add_argument(
        "--strict", action="store_true", help="end with 1 when a promise is not kept"
    )
    parser.add_argument(
        "--out", type=argparse.FileType("w"), help="write all figures to a JSON file"
    )
    return parser


def _measured(
    engine: str, sizes: Sequence[int], chosen: argparse.Namespace
) -> Iterator[tuple[int, list[Row]]]:
    words = chosen.rows.split(",")
    pages = [word for word in words if word not in {*ALONE, "scan", "crowd"}]
    if "crowd" in words:
        with server(engine) as url:
            place = environment_of(engine, url, f"crowd_{chosen.organisations}")
            found = run(place, "crowd", str(chosen.organisations))
            yield 0, [json.loads(line) for line in found.splitlines()]
    if pages or "scan" in words:
        with server(engine) as url:
            for size in sizes:
                place = filled(engine, url, size)
                # The scan first: what is asked on entry reads what it leaves.
                found = run(place, "scan") if "scan" in words else ""
                found += run(place, "pages", *pages) if pages else ""
                yield size, [json.loads(line) for line in found.splitlines()]
    alone = {"writes": ["writes"], "import": ["imports"], "messages": ["messages"]}
    alone |= {"work": ["work"], "money": ["money", str(_size(chosen.invoices))]}
    for word, work in (alone | {"quality": _quality()}).items():
        if word in words and work:
            yield 0, _alone(engine, *work)


def _quality() -> list[str]:
    """The work of judging search, where the set by which it is judged is there."""
    folder = reference_folder.found("data/search")
    return ["quality", str(folder)] if folder else []


def _alone(engine: str, *work: str) -> list[Row]:
    """On a database of its own that keeps its promises to the disk."""
    with tempfile.TemporaryDirectory(prefix="atrium-bench-") as folder:
        environment = os.environ | {"ATRIUM_DATA": folder, "ATRIUM_DATABASE_URL": ""}
        if engine == "sqlite":
            return [json.loads(line) for line in run(environment, *work).splitlines()]
        with cluster(durable=True) as url:
            found = run(environment | {"ATRIUM_DATABASE_URL": url}, *work)
            return [json.loads(line) for line in found.splitlines()]


def _show(rows: Rows, engine: str, size: int, found: list[Row]) -> int:
    """Print one table; how many promises were not kept."""
    for row in found:
        rows[engine, row["row"], size] = row | {"engine": engine, "size": size}
    _say(
        f"\n== {engine}, {size:,} clients\n{HEAD}"
        if size
        else f"\n== {engine}, on a database of its own"
    )
    broken = 0
    for row in found:
        judged = list(verdicts(rows, engine, size, row["row"]))
        broken += sum(not verdict.kept for verdict in judged)
        _say(f"{_line(row)}  {'; '.join(str(verdict) for verdict in judged)}")
    return broken


def _line(row: Row) -> str:
    if "first" in row:
        shares = f"first {row['first']:.3f}, among five {row['five']:.3f}, p95 {row['p95_ms']} ms"
        return f"{row['row']:<28}{shares}, worst {row['worst']:.2f} ({row['worst_kind']})"
    if "p50" not in row:
        return f"{row['row']:<28}{row['each_second']:>5} a second {row['note']}"
    times = row["least"] / row["floor"] if row["floor"] else 0
    cells = f"{row['p50']:>9.1f}{row['p95']:>9.1f}{row['least']:>9.1f}{row['cpu']:>8.1f}"
    return f"{row['row']:<28}{cells}{row['statements']:>5}{row['floor']:>9.2f}{times:>7.1f}x"


def _size(text: str) -> int:
    number, unit = text[:-1], text[-1].lower()
    return int(number) * UNITS[unit] if unit in UNITS else int(text)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A list of jobs as rows of a file: what it says and of whom, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from atrium.clients.models import Sight
from atrium.clients.view_log import saw
from atrium.foundation.formats import money
from atrium.imports.exporting import as_csv, as_xlsx
from atrium.jobs.lines import Line
from atrium.jobs.listing import Jobs

MOST = 20_000
FORMATS: dict[str, Callable[[Path, list[str], Iterable[dict[str, Any]]], int]] = {
    "csv": as_csv,
    "xlsx": partial(as_xlsx, sheets="Jobs"),
}
COLUMNS = (
    "number|title|description|stage|means|client|client number|billing client|other clients|manager|"
    "location|due on|starts at|ends at|time zone|priority|value|currency|opening|positions|fee|"
    "outcome|finished at|created at"
).split("|")


def write_jobs(path: Path, jobs: Jobs, wish: str) -> int:
    """Write every job of the list as CSV or XLSX; answers how many. It is kept who took it out."""
    count = FORMATS[wish](path, COLUMNS, _records(jobs))
    saw(jobs.member, None, f"{count:,} jobs as {wish}", Sight.EXPORT)
    return count


def _records(jobs: Jobs) -> Iterator[dict[str, Any]]:
    for line in jobs.all_lines(MOST):
        yield _record(line) | _clients(line)


def _record(line: Line) -> dict[str, str]:
    job = line.job
    seen = {part.client_id for part in line.parts}
    at = job.location if job.location and job.location.client_id in seen else None
    if at is not None:
        at.organisation = job.organisation
    return {
        "number": job.code,
        "title": job.title,
        "description": job.description,
        "stage": job.stage.label,
        "means": job.phase,
        "manager": str(job.manager or ""),
        "location": at.line if at else "",
        "due on": str(job.due_on or ""),
        "starts at": job.starts_at.isoformat() if job.starts_at else "",
        "ends at": job.ends_at.isoformat() if job.ends_at else "",
        "time zone": job.timezone,
        "priority": job.priority_as.word,
        "value": "" if job.amount is None else money.written(job.amount, job.currency),
        "currency": job.currency,
        "opening": "yes" if job.is_opening else "",
        "positions": str(job.positions or ""),
        "fee": "" if job.fee is None else money.written(job.fee, job.currency),
        "outcome": job.outcome,
        "finished at": job.finished_at.isoformat() if job.finished_at else "",
        "created at": job.created_at.isoformat(),
    }


def _clients(line: Line) -> dict[str, str]:
    primary = next((part for part in line.parts if part.is_primary), None)
    payer = next((part for part in line.parts if part.pays), None)
    others = [f"{part.client} ({part.told})" for part in line.parts if not part.is_primary]
    return {
        "client": primary.client.name if primary else "",
        "client number": str(primary.client.number) if primary else "",
        "billing client": payer.client.name if payer else "",
        "other clients": "; ".join(others),
    }

"""A list of jobs as rows of a file: what it says and of whom, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from atrium.foundation.formats import money
from atrium.foundation.said import in_english
from atrium.imports.list_export import LISTED, MOST, Listed
from atrium.jobs.lines import Line
from atrium.jobs.listing import Jobs
from atrium.jobs.models import Part, Participation
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.organisations.models import Member

COLUMNS = tuple(
    (
        "number|external id|title|description|stage|means|client|client number|billing client|other clients|manager|"
        "location|due on|starts at|ends at|time zone|priority|value|currency|opening|positions|fee|"
        "outcome|finished at|created at"
    ).split("|")
)


def _rows(member: Member, query: QueryDict) -> Iterator[dict[str, str]]:
    for line in Jobs(member, query).all_lines(MOST):
        yield _record(line) | _clients(line)


def _record(line: Line) -> dict[str, str]:
    job = line.job
    seen = {part.client_id for part in line.parts}
    at = job.location if job.location and job.location.client_id in seen else None
    if at is not None:
        at.organisation = job.organisation
    return {
        "number": job.code,
        "external id": job.external_id,
        "title": job.title,
        "description": job.description,
        "stage": job.stage.label,
        "means": job.phase,
        "manager": str(job.manager or ""),
        "location": in_english(at.line) if at else "",
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
    others = [f"{part.client} ({_word(part)})" for part in line.parts if not part.is_primary]
    return {
        "client": primary.client.name if primary else "",
        "client number": str(primary.client.number) if primary else "",
        "billing client": payer.client.name if payer else "",
        "other clients": "; ".join(others),
    }


def _word(part: Participation) -> str:
    """As an import reads it, whatever language the reader speaks."""
    if part.part == Part.OWN:
        return f"{part.own[:1].lower()}{part.own[1:]}"
    fixed = {Part.BILLING: "billing contact", Part.TECHNICAL: "technical contact"}
    return fixed.get(part.part, part.part.value)


LISTED.add("jobs", Listed(noun="jobs", needs=Can.JOBS_SEE, columns=COLUMNS, rows=_rows))

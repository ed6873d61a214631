"""A list of tenders as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from atrium.foundation.formats import money
from atrium.imports.list_export import LISTED, MOST, Listed
from atrium.organisations.permissions import Can
from atrium.tenders.lines import Line
from atrium.tenders.listing import Tenders
from atrium.tenders.models.deciding import work_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.organisations.models import Member

COLUMNS = tuple(
    (
        "number|title|description|client|client number|stage|owner|value|currency|chance|due on|"
        "due time|time zone|outcome|reason|comment|decided at|became|notes|created at"
    ).split("|")
)


def _rows(member: Member, query: QueryDict) -> Iterator[dict[str, str]]:
    for line in Tenders(member, query).all_lines(MOST):
        yield _record(line)


def _record(line: Line) -> dict[str, str]:
    one = line.tender
    work = work_of(one)
    return {
        "number": one.code,
        "title": one.title,
        "description": one.description,
        "client": one.client.name,
        "client number": str(one.client.number),
        "stage": one.stage.label,
        "owner": str(one.owner or ""),
        "value": "" if one.amount is None else money.written(one.amount, one.currency),
        "currency": one.currency,
        "chance": "" if one.chance is None else str(one.chance),
        "due on": str(one.due_on or ""),
        "due time": f"{one.due_time:%H:%M}" if one.due_time else "",
        "time zone": one.timezone,
        "outcome": one.outcome,
        "reason": str(one.reason or ""),
        "comment": one.comment,
        "decided at": one.decided_at.isoformat() if one.decided_at else "",
        "became": work.code if work else "",
        "notes": one.notes,
        "created at": one.created_at.isoformat(),
    }


LISTED.add("tenders", Listed(noun="tenders", needs=Can.TENDERS_SEE, columns=COLUMNS, rows=_rows))

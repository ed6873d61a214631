"""A list of projects as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from atrium.imports.list_export import LISTED, MOST, Listed
from atrium.organisations.permissions import Can
from atrium.projects.facts import Line, lines_of
from atrium.projects.narrowing import Wanted

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.organisations.models import Member

AT_A_TIME = 500
COLUMNS = tuple(
    (
        "number|external id|title|description|client|client number|column|manager|associates|due on|link|"
        "delivered|delivered at|created at"
    ).split("|")
)


def _rows(member: Member, query: QueryDict) -> Iterator[dict[str, str]]:
    """Those that the address asks for: of the board all that stands on it."""
    wanted = Wanted.read(member, query)
    rows = wanted.rows().select_related("client", "column").order_by("number")
    last, left = 0, MOST
    while left > 0 and (some := list(rows.filter(number__gt=last)[: min(left, AT_A_TIME)])):
        for line in lines_of(some, member):
            yield _record(line)
        last, left = some[-1].number, left - len(some)


def _record(line: Line) -> dict[str, str]:
    one = line.project
    return {
        "number": one.code,
        "external id": one.external_id,
        "title": one.title,
        "description": one.text,
        "client": one.client.name,
        "client number": str(one.client.number),
        "column": one.column.label,
        "manager": str(line.manager or ""),
        "associates": "; ".join(member.name for member in line.associates),
        "due on": str(one.due_on or ""),
        "link": one.link,
        "delivered": "yes" if one.is_delivered else "",
        "delivered at": one.delivered_at.isoformat() if one.delivered_at else "",
        "created at": one.created_at.isoformat(),
    }


LISTED.add("projects", Listed(noun="projects", needs=Can.PROJECTS_SEE, columns=COLUMNS, rows=_rows))

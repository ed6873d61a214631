"""Data quality: the figures, each with the filter that lists its clients (J22)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from django.http import HttpResponse
from ninja import Field, Router, Schema

from atrium.clients.models import PointKind
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Input
from atrium.organisations.permissions import Can
from atrium.quality.models import QualityDay
from atrium.quality.rechecking import recheck
from atrium.quality.report import Report

router = Router(tags=["Data quality"])
READ = Bearer("clients:read", Can.CLIENTS_SEE)
WRITE = Bearer("clients:write", Can.CLIENTS_BULK)
DAYS = 90


class FigureOut(Schema):
    """So many clients, and the address of their list."""

    label: str
    clients: int
    query: str = Field(description="Of the list of clients, in the browser.")


class FaultOut(FigureOut):
    """A sort of fault."""

    slug: str = Field(examples=["invalid_phone"])
    advice: str


class OwnerOut(FigureOut):
    """The clients of one owner."""

    average: int = Field(description="How complete they are, in percent.")
    incomplete: int


class DayOut(Schema):
    """The figures of one day, of all live clients."""

    day: date
    figures: dict[str, int]


class QualityOut(Schema):
    """How good the data is, of the live clients that the member of the token sees."""

    clients: int
    average: int = Field(description="How complete they are, in percent.")
    incomplete: int
    faults: list[FaultOut]
    missing: list[FigureOut] = Field(description="By rule, the most frequent first.")
    owners: list[OwnerOut] = Field(description="The least complete first.")
    days: list[DayOut] = Field(
        description="The last 90 days that were kept; for members who see all clients."
    )


class RecheckIn(Input):
    """What to read once more."""

    kind: Literal["email", "phone", "link"] = Field(examples=["phone"])


class RecheckOut(Schema):
    """What came of it."""

    tried: int
    mended: int
    more: bool = Field(description="Whether there are more; ask again.")
    act: int | None = Field(description="Of /acts: undo it there.")


@router.get("/quality", auth=READ, response=QualityOut, summary="Read the quality of the data")
def read_quality(request: ApiRequest) -> HttpResponse:
    """Counted at this moment."""
    report = Report(request.member)
    kept = QualityDay.objects.filter(
        day__gte=request.member.organisation.today() - timedelta(days=DAYS)
    )
    sees_all = request.member.can(Can.CLIENTS_SEE_ALL)
    return answer(
        {
            "clients": report.clients,
            "average": report.average,
            "incomplete": report.incomplete,
            "faults": [
                {
                    "slug": issue.slug,
                    "label": issue.label,
                    "advice": issue.advice,
                    "clients": count,
                    "query": issue.query,
                }
                for issue, count in report.faults
            ],
            "missing": [
                {"label": gap.label, "clients": gap.clients, "query": gap.query}
                for gap in report.gaps
            ],
            "owners": [
                {
                    "label": owned.name,
                    "clients": owned.clients,
                    "average": owned.average,
                    "incomplete": owned.incomplete,
                    "query": owned.query,
                }
                for owned in report.owners
            ],
            "days": [{"day": row.day, "figures": row.figures} for row in kept] if sees_all else [],
        }
    )


@router.post("/quality/recheck", auth=WRITE, response=RecheckOut, summary="Check again")
def recheck_points(request: ApiRequest, data: RecheckIn) -> HttpResponse:
    """Reads invalid addresses, numbers or links once more: up to 2,000, as one act."""
    done = recheck(PointKind(data.kind), by=request.member)
    act = done.act.pk if done.act is not None else None
    return answer({"tried": done.tried, "mended": done.mended, "more": done.more, "act": act})

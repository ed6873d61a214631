"""How long what is kept, and what would go (J24, X11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema
from pydantic import StrictInt

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import not_found
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Input
from atrium.organisations.permissions import Can
from atrium.privacy.models import RetentionRule, RetentionRun
from atrium.privacy.models.retention_rule import LONGEST
from atrium.privacy.retaining import SHOWN, Going, Line, lines
from atrium.privacy.retention.sort import RETENTION

router = Router(tags=["Personal data"])
READ = Bearer("privacy:read", Can.PRIVACY_MANAGE)
WRITE = Bearer("privacy:write", Can.PRIVACY_MANAGE)


class RetentionIn(Input):
    """For how long a sort of record is kept."""

    months: StrictInt = Field(ge=1, le=LONGEST, examples=[24])
    statuses: list[UUID] = Field(
        default=[], max_length=200, description="For `leads`: of clients in which status."
    )


class RetentionOut(Schema):
    """A sort of record, and for how long it is kept."""

    sort: str = Field(examples=["calls"])
    label: str
    becomes: str = Field(description="What becomes of it then.")
    stays: str = Field(description="What is spared.")
    months: int | None = Field(description="None: without end.")
    statuses: list[UUID]


class RetentionList(Schema):
    """Every sort that may go after a time."""

    items: list[RetentionOut]


class RetentionPreviewOut(Schema):
    """What would go now."""

    count: int
    named: list[str] = Field(description="The oldest ten that the member sees.")


class RetentionRunOut(Schema):
    """That what was kept long enough went."""

    number: int
    figures: dict[str, int] = Field(description="How many of which sort.")
    started_at: datetime
    finished_at: datetime | None


class RetentionRunList(Schema):
    """The last runs, newest first."""

    items: list[RetentionRunOut]


def _line(line: Line) -> dict[str, Any]:
    told = {name: getattr(line.what, name) for name in ("label", "becomes", "stays")}
    months, statuses = (line.rule.months, line.rule.statuses) if line.rule else (None, [])
    return {"sort": line.what.slug, **told, "months": months, "statuses": statuses}


def _the_line(sort: str) -> Line:
    what = RETENTION.get(sort)
    if what is None:
        raise not_found()
    return Line(what, RetentionRule.standing().get(sort))


@router.get(
    "/retention", auth=READ, response=RetentionList, summary="List how long records are kept"
)
def list_retention(request: ApiRequest) -> HttpResponse:
    """Every sort, with or without a rule."""
    return answer({"items": [_line(line) for line in lines()]})


@router.get(
    "/retention/{sort}", auth=READ, response=RetentionOut, summary="Show how long a sort is kept"
)
def show_retention(request: ApiRequest, sort: str) -> HttpResponse:
    """`months` is null where it is kept without end."""
    return answer(_line(_the_line(sort)))


@router.put(
    "/retention/{sort}", auth=WRITE, response=RetentionOut, summary="Set how long a sort is kept"
)
def put_retention(request: ApiRequest, sort: str, data: RetentionIn) -> HttpResponse:
    """What is older goes in the coming night. 422 where the law wants it kept longer."""
    _the_line(sort)
    RetentionRule.keep(sort, by=request.member, **data.model_dump())
    return answer(_line(_the_line(sort)))


@router.delete(
    "/retention/{sort}", auth=WRITE, response={204: None}, summary="Keep a sort without end"
)
def remove_retention(request: ApiRequest, sort: str) -> HttpResponse:
    """Nothing of it goes by itself any more."""
    line = _the_line(sort)
    if line.rule:
        line.rule.end(by=request.member)
    return nothing()


@router.post(
    "/retention/{sort}/preview",
    auth=READ,
    response=RetentionPreviewOut,
    summary="Preview what a rule would let go",
)
def preview_retention(request: ApiRequest, sort: str, data: RetentionIn) -> HttpResponse:
    """Nothing is saved or removed."""
    _the_line(sort)
    going = Going(RetentionRule.draft(sort, **data.model_dump()), request.member)
    return answer({"count": going.count, "named": going.named})


@router.get(
    "/retention-runs", auth=READ, response=RetentionRunList, summary="List runs of retention"
)
def list_retention_runs(request: ApiRequest) -> HttpResponse:
    """Counts, never what it was."""
    names = ("number", "figures", "started_at", "finished_at")
    runs = RetentionRun.objects.order_by("-number")[:SHOWN]
    return answer({"items": [{name: getattr(run, name) for name in names} for run in runs]})

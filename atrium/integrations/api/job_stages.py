"""Stages of jobs: how far a job is (R05)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router
from pydantic import StrictStr

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found, the_word
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, listed, term_card
from atrium.jobs.models import Stage
from atrium.jobs.stages import stages_of
from atrium.organisations.permissions import Can

router = Router(tags=["Words"])
READ = Bearer("job-stages:read", Can.JOBS_SEE)
WRITE = Bearer("job-stages:write", Can.LEXICON_EDIT)
type Tone = Literal["neutral", "info", "good", "warn", "bad"]
type Meaning = Literal["open", "done", "cancelled"]
PHASE: Any = Field(
    "open", description="What it means: there is work to do, it is done, it will not be."
)


class StageOut(TermOut):
    """A stage."""

    tone: Tone = Field(description="The colour it is shown in.")
    phase: Meaning = PHASE


class StageIn(TermIn):
    """A new stage, put at the end of the list."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Parts ordered"])
    tone: Tone = "neutral"
    phase: Meaning = PHASE


class StagePatch(TermPatch):
    """What is to change; what is not sent stays. What it means stays while jobs are in it."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Waiting for parts"])
    tone: Tone = "neutral"
    phase: Meaning = PHASE


def _card(stage: Stage) -> dict[str, Any]:
    return term_card(stage) | {"tone": stage.tone, "phase": stage.phase}


def _all(request: ApiRequest) -> list[Stage]:
    return list(stages_of(request.member.organisation).values())


@router.get("/job-stages", auth=READ, response=Page[StageOut], summary="List stages of jobs")
def list_job_stages(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order; new jobs get the first open one."""
    return listed([_card(stage) for stage in _all(request)], query)


@router.post("/job-stages", auth=WRITE, response={201: StageOut}, summary="Add a stage of jobs")
def add_job_stage(request: ApiRequest, data: StageIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(_card(Stage.add(by=request.member, **data.dict())), status=201)


@router.get("/job-stages/{stage_id}", auth=READ, response=StageOut, summary="Read a stage of jobs")
def read_job_stage(request: ApiRequest, stage_id: UUID) -> HttpResponse:
    """One stage."""
    return answer(_card(the_word(_all(request), stage_id)))


@router.patch(
    "/job-stages/{stage_id}", auth=WRITE, response=StageOut, summary="Change a stage of jobs"
)
def change_job_stage(request: ApiRequest, stage_id: UUID, data: StagePatch) -> HttpResponse:
    """What is in the stage shows it at once."""
    stage = _mine(request, stage_id)
    if sent := data.sent():
        stage.edit(by=request.member, **sent)
    return answer(_card(stage))


@router.delete(
    "/job-stages/{stage_id}", auth=WRITE, response={204: None}, summary="Remove a stage of jobs"
)
def remove_job_stage(request: ApiRequest, stage_id: UUID, into: UUID) -> HttpResponse:
    """Its jobs go to the stage `into`, which means the same."""
    stage = _mine(request, stage_id)
    target = chosen(_all(request), into, "into")
    stage.retire(by=request.member, into=_mine(request, target.public_id))
    return nothing()


def _mine(request: ApiRequest, stage_id: UUID) -> Stage:
    """The stage as a row of one's own: what the process remembers is never changed."""
    row: Stage = found(request, Stage.objects.all(), stage_id)
    row.organisation = request.member.organisation
    return row

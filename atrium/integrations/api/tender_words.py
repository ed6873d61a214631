"""Stages of tenders, and reasons for what becomes of them (B04)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found, the_word
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.tender_bodies import (
    TenderReasonIn,
    TenderReasonOut,
    TenderReasonPatch,
    TenderStageIn,
    TenderStageOut,
    TenderStagePatch,
)
from atrium.integrations.api.terms import listed, term_card
from atrium.organisations.permissions import Can
from atrium.tenders.models import TenderReason, TenderStage
from atrium.tenders.words_of import reasons_of, stages_of

router = Router(tags=["Words"])
READ = Bearer("tender-words:read", Can.TENDERS_SEE)
WRITE = Bearer("tender-words:write", Can.LEXICON_EDIT)


def _stage_card(stage: TenderStage) -> dict[str, Any]:
    return term_card(stage) | {"tone": stage.tone}


def _reason_card(reason: TenderReason) -> dict[str, Any]:
    return term_card(reason) | {"fits": reason.fits}


def _stages(request: ApiRequest) -> list[TenderStage]:
    return list(stages_of(request.member.organisation).values())


def _reasons(request: ApiRequest) -> list[TenderReason]:
    return list(reasons_of(request.member.organisation).values())


def _mine(request: ApiRequest, model: Any, key: UUID) -> Any:
    """The word as a row of one's own: what the process remembers is never changed."""
    row = found(request, model.objects.all(), key)
    row.organisation = request.member.organisation
    return row


@router.get(
    "/tender-stages", auth=READ, response=Page[TenderStageOut], summary="List stages of tenders"
)
def list_tender_stages(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order; new tenders get the first."""
    return listed([_stage_card(stage) for stage in _stages(request)], query)


@router.post(
    "/tender-stages", auth=WRITE, response={201: TenderStageOut}, summary="Add a stage of tenders"
)
def add_tender_stage(request: ApiRequest, data: TenderStageIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(_stage_card(TenderStage.add(by=request.member, **data.dict())), status=201)


@router.get(
    "/tender-stages/{tender_stage_id}",
    auth=READ,
    response=TenderStageOut,
    summary="Read a stage of tenders",
)
def read_tender_stage(request: ApiRequest, tender_stage_id: UUID) -> HttpResponse:
    """One stage."""
    return answer(_stage_card(the_word(_stages(request), tender_stage_id)))


@router.patch(
    "/tender-stages/{tender_stage_id}",
    auth=WRITE,
    response=TenderStageOut,
    summary="Change a stage of tenders",
)
def change_tender_stage(
    request: ApiRequest, tender_stage_id: UUID, data: TenderStagePatch
) -> HttpResponse:
    """What is in the stage shows it at once."""
    stage: TenderStage = _mine(request, TenderStage, tender_stage_id)
    if sent := data.sent():
        stage.edit(by=request.member, **sent)
    return answer(_stage_card(stage))


@router.delete(
    "/tender-stages/{tender_stage_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a stage of tenders",
)
def remove_tender_stage(request: ApiRequest, tender_stage_id: UUID, into: UUID) -> HttpResponse:
    """Its tenders go to the stage `into`."""
    stage: TenderStage = _mine(request, TenderStage, tender_stage_id)
    target = chosen(_stages(request), into, "into")
    stage.retire(by=request.member, into=_mine(request, TenderStage, target.public_id))
    return nothing()


@router.get(
    "/tender-reasons", auth=READ, response=Page[TenderReasonOut], summary="List reasons of tenders"
)
def list_tender_reasons(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed([_reason_card(reason) for reason in _reasons(request)], query)


@router.post(
    "/tender-reasons",
    auth=WRITE,
    response={201: TenderReasonOut},
    summary="Add a reason of tenders",
)
def add_tender_reason(request: ApiRequest, data: TenderReasonIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(_reason_card(TenderReason.add(by=request.member, **data.dict())), status=201)


@router.get(
    "/tender-reasons/{tender_reason_id}",
    auth=READ,
    response=TenderReasonOut,
    summary="Read a reason of tenders",
)
def read_tender_reason(request: ApiRequest, tender_reason_id: UUID) -> HttpResponse:
    """One reason."""
    return answer(_reason_card(the_word(_reasons(request), tender_reason_id)))


@router.patch(
    "/tender-reasons/{tender_reason_id}",
    auth=WRITE,
    response=TenderReasonOut,
    summary="Change a reason of tenders",
)
def change_tender_reason(
    request: ApiRequest, tender_reason_id: UUID, data: TenderReasonPatch
) -> HttpResponse:
    """What has the reason shows it at once."""
    reason: TenderReason = _mine(request, TenderReason, tender_reason_id)
    if sent := data.sent():
        reason.edit(by=request.member, **sent)
    return answer(_reason_card(reason))


@router.delete(
    "/tender-reasons/{tender_reason_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a reason of tenders",
)
def remove_tender_reason(
    request: ApiRequest, tender_reason_id: UUID, into: UUID | None = None
) -> HttpResponse:
    """Its tenders get the reason `into`, or none."""
    reason: TenderReason = _mine(request, TenderReason, tender_reason_id)
    target = chosen(_reasons(request), into, "into") if into else None
    kept = _mine(request, TenderReason, target.public_id) if target else None
    reason.retire(by=request.member, into=kept)
    return nothing()

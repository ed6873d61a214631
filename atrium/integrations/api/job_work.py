"""What is noted while a job is worked on: checklist, incidents, times, candidates (R05, J12)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from atrium.clients.models import Contact
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, words
from atrium.integrations.api.job_work_bodies import (
    CandidateIn,
    CandidateOut,
    CandidatePatch,
    IncidentIn,
    IncidentOut,
    ItemIn,
    ItemOut,
    ItemPatch,
    ResolveIn,
    TimeIn,
    TimeOut,
)
from atrium.integrations.api.jobs import READ, WRITE, the_job
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.jobs.models import Candidate, ChecklistItem, Incident, TimeEntry

router = Router(tags=["Jobs"])


def _item(request: ApiRequest, row: ChecklistItem) -> dict[str, Any]:
    by = words(request).members.get(row.done_by_id or 0)
    told = {"id": row.public_id, "text": row.text, "done": row.is_done}
    return told | {"done_at": row.done_at, "done_by": reference(by)}


def _incident(request: ApiRequest, row: Incident) -> dict[str, Any]:
    members = words(request).members
    plain = ("text", "happened_at", "resolved_at", "resolution")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.public_id,
        "reported_by": reference(members.get(row.reported_by_id or 0)),
        "resolved_by": reference(members.get(row.resolved_by_id or 0)),
    }


def _time(request: ApiRequest, row: TimeEntry) -> dict[str, Any]:
    told = {"id": row.public_id, "day": row.day, "minutes": row.minutes, "note": row.note}
    return told | {"member": reference(words(request).members.get(row.member_id))}


def _candidate(request: ApiRequest, row: Candidate) -> dict[str, Any]:
    told = {"id": row.public_id, "name": row.name, "step": row.step, "note": row.note}
    return told | {"contact": reference(row.contact)}


def _row(request: ApiRequest, job_id: UUID, kind: Any, key: UUID) -> Any:
    """The row of the job with this identifier; else 404."""
    job = the_job(request, job_id)
    row = found(request, kind.objects.filter(job=job), key)
    row.job = job
    return row


def _listed(request: ApiRequest, rows: Any, query: Paged, card: Any) -> HttpResponse:
    page, cursor = paged(rows, query)
    return answer({"items": [card(request, row) for row in page], "next": cursor})


@router.get(
    "/jobs/{job_id}/checklist", auth=READ, response=Page[ItemOut], summary="List a job's checklist"
)
def list_checklist(request: ApiRequest, job_id: UUID, query: Query[Paged]) -> HttpResponse:
    """In its order."""
    return _listed(request, the_job(request, job_id).checklist.all(), query, _item)


@router.post(
    "/jobs/{job_id}/checklist", auth=WRITE, response={201: ItemOut}, summary="Add to a checklist"
)
def add_checklist_item(request: ApiRequest, job_id: UUID, data: ItemIn) -> HttpResponse:
    """At its end."""
    job = the_job(request, job_id)
    [row, *_] = ChecklistItem.add(job, by=request.member, text=" ".join(data.text.split()))
    return answer(_item(request, row), status=201)


@router.patch(
    "/jobs/{job_id}/checklist/{item_id}",
    auth=WRITE,
    response=ItemOut,
    summary="Tick or reword a line of a checklist",
)
def change_checklist_item(
    request: ApiRequest, job_id: UUID, item_id: UUID, data: ItemPatch
) -> HttpResponse:
    """`done` ticks and unticks."""
    row, sent = _row(request, job_id, ChecklistItem, item_id), data.sent()
    if "text" in sent:
        row.edit(by=request.member, text=data.text)
    if "done" in sent:
        row.tick(by=request.member, done=data.done)
    return answer(_item(request, row))


@router.delete(
    "/jobs/{job_id}/checklist/{item_id}",
    auth=WRITE,
    response={204: None},
    summary="Take a line off a checklist",
)
def remove_checklist_item(request: ApiRequest, job_id: UUID, item_id: UUID) -> HttpResponse:
    """The act can be undone."""
    _row(request, job_id, ChecklistItem, item_id).drop(by=request.member)
    return nothing()


@router.get(
    "/jobs/{job_id}/incidents",
    auth=READ,
    response=Page[IncidentOut],
    summary="List a job's incidents",
)
def list_incidents(request: ApiRequest, job_id: UUID, query: Query[Paged]) -> HttpResponse:
    """The one reported first comes first."""
    rows = Incident.objects.filter(job=the_job(request, job_id))
    return _listed(request, rows, query, _incident)


@router.post(
    "/jobs/{job_id}/incidents",
    auth=WRITE,
    response={201: IncidentOut},
    summary="Report an incident",
)
def report_incident(request: ApiRequest, job_id: UUID, data: IncidentIn) -> HttpResponse:
    """Who works on the job is told."""
    job = the_job(request, job_id)
    row = Incident.report(job, by=request.member, text=data.text, happened_at=data.happened_at)
    return answer(_incident(request, row), status=201)


@router.post(
    "/jobs/{job_id}/incidents/{incident_id}/resolve",
    auth=WRITE,
    response=IncidentOut,
    summary="Resolve an incident",
)
def resolve_incident(
    request: ApiRequest, job_id: UUID, incident_id: UUID, data: ResolveIn
) -> HttpResponse:
    """Refused where it was resolved already."""
    row = _row(request, job_id, Incident, incident_id)
    row.resolve(by=request.member, resolution=data.resolution)
    return answer(_incident(request, row))


@router.get(
    "/jobs/{job_id}/times", auth=READ, response=Page[TimeOut], summary="List times of a job"
)
def list_times(request: ApiRequest, job_id: UUID, query: Query[Paged]) -> HttpResponse:
    """The one logged first comes first."""
    rows = TimeEntry.objects.filter(job=the_job(request, job_id))
    return _listed(request, rows, query, _time)


@router.post("/jobs/{job_id}/times", auth=WRITE, response={201: TimeOut}, summary="Log a time")
def log_time(request: ApiRequest, job_id: UUID, data: TimeIn) -> HttpResponse:
    """In minutes, up to a day."""
    job, told = the_job(request, job_id), data.dict()
    if data.member is not None:
        told["member"] = chosen(words(request).active_members, data.member, "member")
    row = TimeEntry.log(job, by=request.member, **told)
    return answer(_time(request, row), status=201)


@router.delete(
    "/jobs/{job_id}/times/{time_id}", auth=WRITE, response={204: None}, summary="Remove a time"
)
def remove_time(request: ApiRequest, job_id: UUID, time_id: UUID) -> HttpResponse:
    """The act can be undone."""
    _row(request, job_id, TimeEntry, time_id).drop(by=request.member)
    return nothing()


@router.get(
    "/jobs/{job_id}/candidates",
    auth=READ,
    response=Page[CandidateOut],
    summary="List candidates of an opening",
)
def list_candidates(request: ApiRequest, job_id: UUID, query: Query[Paged]) -> HttpResponse:
    """The one proposed first comes first."""
    rows = Candidate.objects.filter(job=the_job(request, job_id)).select_related("contact")
    return _listed(request, rows, query, _candidate)


@router.post(
    "/jobs/{job_id}/candidates",
    auth=WRITE,
    response={201: CandidateOut},
    summary="Propose a candidate",
)
def propose_candidate(request: ApiRequest, job_id: UUID, data: CandidateIn) -> HttpResponse:
    """Refused where the job is no opening."""
    job, told = the_job(request, job_id), data.dict()
    if data.contact is not None:
        seen = Contact.objects.visible_to(request.member).filter(public_id=data.contact)
        told["contact"] = chosen(list(seen), data.contact, "contact")
    row = Candidate.propose(job, by=request.member, **told)
    return answer(_candidate(request, row), status=201)


@router.patch(
    "/jobs/{job_id}/candidates/{candidate_id}",
    auth=WRITE,
    response=CandidateOut,
    summary="Change or move a candidate",
)
def change_candidate(
    request: ApiRequest, job_id: UUID, candidate_id: UUID, data: CandidatePatch
) -> HttpResponse:
    """A step is told on the timelines of the job's clients."""
    row = _row(request, job_id, Candidate, candidate_id)
    row.edit(by=request.member, **data.sent())
    return answer(_candidate(request, row))


@router.delete(
    "/jobs/{job_id}/candidates/{candidate_id}",
    auth=WRITE,
    response={204: None},
    summary="Take a candidate off",
)
def remove_candidate(request: ApiRequest, job_id: UUID, candidate_id: UUID) -> HttpResponse:
    """The act can be undone."""
    _row(request, job_id, Candidate, candidate_id).drop(by=request.member)
    return nothing()

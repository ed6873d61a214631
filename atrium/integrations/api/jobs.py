"""Jobs: opened, changed, moved, completed, binned and brought back (R05, J01)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from ninja import Query, Router

from atrium.clients.models import Client, Location
from atrium.foundation.translation import gettext
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, chosen_client, found, the_client, words
from atrium.integrations.api.job_bodies import (
    CompleteIn,
    JobFilter,
    JobIn,
    JobOut,
    JobPatch,
    PartIn,
)
from atrium.integrations.api.paging import NEWEST, Page, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.jobs import roles
from atrium.jobs.lines import seen_parts
from atrium.jobs.models import Associate, Job, Participation, Priority
from atrium.jobs.people import people_of
from atrium.jobs.stages import stages_of
from atrium.organisations.permissions import Can
from atrium.timeline.together import together

router = Router(tags=["Jobs"])
READ = Bearer("jobs:read", Can.JOBS_SEE)
WRITE = Bearer("jobs:write", Can.JOBS_WRITE)
_PLAIN = (
    "number code external_id title description phase starts_at ends_at timezone due_on amount currency "
    "positions fee outcome finished_at binned_at created_at version"
).split()
_SET = (
    "external_id title description starts_at ends_at timezone due_on amount currency positions fee outcome"
).split()


def part_card(part: Participation) -> dict[str, Any]:
    """A client of a job, as programs read it."""
    return {
        "id": part.public_id,
        "client": reference(part.client),
        "role": part.part.value,
        "pays": part.pays,
        "own_role": part.own,
        "contacts": [reference(contact) for contact in part.contacts.all()],
        "notes": part.notes,
    }


def _cards(request: ApiRequest, jobs: list[Job]) -> list[dict[str, Any]]:
    """Four statements however many."""
    parts = seen_parts(jobs, request.member, people=True)
    return [_card(request, job, parts.get(job.pk, [])) for job in jobs]


def _card(request: ApiRequest, job: Job, parts: list[Participation]) -> dict[str, Any]:
    place, members = request.member.organisation, words(request).members
    seen = {part.client_id for part in parts}
    at = job.location if job.location and job.location.client_id in seen else None
    late = job.is_open and job.due_on is not None and job.due_on < place.today()
    return {name: getattr(job, name) for name in _PLAIN} | {
        "id": job.public_id,
        "stage": reference(stages_of(place)[job.stage_id]),
        "manager": reference(members.get(job.manager_id or 0)),
        "associates": [reference(members.get(row.member_id)) for row in job.associates.all()],
        "participations": [part_card(part) for part in parts],
        "location": at.public_id if at else None,
        "overdue": late,
        "priority": job.priority_as.word,
        "opening": job.is_opening,
        "finished_by": reference(members.get(job.finished_by_id or 0)),
        "created_by": reference(members.get(job.created_by_id or 0)),
    }


def job_rows(request: ApiRequest) -> Any:
    """The jobs that the member sees."""
    rows = Job.objects.visible_to(request.member).select_related("client", "location")
    return rows.prefetch_related(Prefetch("associates", Associate.objects.order_by("id")))


def the_job(request: ApiRequest, job_id: UUID) -> Job:
    """The job with this identifier, if the member may see it; else 404."""
    job: Job = found(request, job_rows(request), job_id)
    job.organisation = job.client.organisation = request.member.organisation
    return job


def anew(request: ApiRequest, job: Job, status: int = 200) -> HttpResponse:
    """The job as it stands now."""
    [card] = _cards(request, [job_rows(request).get(pk=job.pk)])
    where = f"/api/v1/jobs/{job.public_id}" if status == 201 else ""  # noqa: PLR2004 - Created
    return answer(card, status=status, location=where)


def _page(
    request: ApiRequest, rows: Any, asked: JobFilter, client: Client | None = None
) -> HttpResponse:
    place = request.member.organisation
    rows = rows.binned() if asked.binned else rows.kept()
    if asked.q.strip():
        rows = rows.holding(asked.q.replace("\x00", ""))
    if asked.phase is not None:
        rows = rows.filter(phase=asked.phase)
    if asked.stage is not None:
        rows = rows.filter(stage=chosen(stages_of(place).values(), asked.stage, "stage"))
    if asked.manager == "me":
        rows = rows.filter(manager=request.member)
    elif isinstance(asked.manager, UUID):
        members = words(request).members.values()
        rows = rows.filter(manager=chosen(members, asked.manager, "manager"))
    if asked.due_until is not None:
        rows = rows.filter(due_on__lte=asked.due_until)
    if asked.overdue is not None:
        late = Job.objects.all().overdue(place.today()).values("pk")
        rows = rows.filter(pk__in=late) if asked.overdue else rows.exclude(pk__in=late)
    if asked.opening is not None:
        rows = rows.filter(is_opening=asked.opening)
    if asked.role or asked.own_role:
        part = roles.written("own" if asked.own_role else asked.role or "", asked.own_role)
        rows = rows.with_part(roles.having([part]), request.member, client)
    page, cursor = paged(rows, asked, NEWEST)
    return answer({"items": _cards(request, page), "next": cursor})


def contacts_of(part: Participation, keys: list[UUID]) -> list[Any]:
    """The people of a client that a body names; else 422."""
    people = people_of(part)
    return [chosen(people, key, "contacts") for key in keys]


def _values(request: ApiRequest, data: JobPatch, clients: list[Client]) -> dict[str, Any]:
    """What was sent, as the verbs take it; the manager and the stage are verbs of their own."""
    sent, members = data.sent(), words(request).active_members
    told: dict[str, Any] = {name: sent[name] for name in _SET if name in sent}
    if "priority" in sent:
        told["priority"] = Priority[sent["priority"].upper()]
    if "opening" in sent:
        told["is_opening"] = sent["opening"]
    if "associates" in sent:
        told["associates"] = [chosen(members, key, "associates") for key in sent["associates"]]
    if "location" in sent:
        places = list(Location.objects.filter(client__in=[client.pk for client in clients]))
        key = sent["location"]
        told["location"] = chosen(places, key, "location") if key else None
    return told


@router.get("/jobs", auth=READ, response=Page[JobOut], summary="List jobs of all clients")
def list_all_jobs(request: ApiRequest, query: Query[JobFilter]) -> HttpResponse:
    """The newest first."""
    return _page(request, job_rows(request), query)


@router.get(
    "/clients/{client_id}/jobs", auth=READ, response=Page[JobOut], summary="List a client's jobs"
)
def list_jobs(request: ApiRequest, client_id: UUID, query: Query[JobFilter]) -> HttpResponse:
    """Those in which it has any part, the newest first."""
    client = the_client(request, client_id)
    return _page(request, job_rows(request).of_client(client), query, client)


@router.post("/jobs", auth=WRITE, response={201: JobOut}, summary="Open a job")
def add_job(request: ApiRequest, data: JobIn) -> HttpResponse:
    """For the clients named; the first one is primary where none is said to be."""
    linked = [
        (one, chosen_client(request, one.client, "participations")) for one in data.participations
    ]
    wanted = [pair for pair in linked if pair[0].role == "primary"]
    if len(wanted) > 1 or sum(one.role == "billing" for one, _ in linked) > 1:
        raise Invalid([("participations", "One client is primary, and at most one pays.")])
    first = (wanted or linked)[0]
    by, sent = request.member, data.sent()
    told = _values(request, data, [client for _, client in linked])
    if sent.get("stage"):
        told["stage"] = chosen(stages_of(by.organisation).values(), sent["stage"], "stage")
    if sent.get("manager"):
        told["manager"] = chosen(words(request).active_members, sent["manager"], "manager")
    others = [(client, one.role, one.own_role) for one, client in linked if client != first[1]]
    with together(by=by, label=gettext("Opened the job {title}").format(title=data.title)):
        job = Job.add(first[1], by=by, others=others, **told)
        _say_more(request, job, data.participations)
    return anew(request, job, 201)


def _say_more(request: ApiRequest, job: Job, sent: list[PartIn]) -> None:
    """The notes and chosen contacts of each client."""
    rows = {row.client.public_id: row for row in job.participations.select_related("client")}
    for one in sent:
        row = rows.get(one.client)
        if row is not None and (one.notes or one.contacts):
            row.job = job
            row.edit(by=request.member, notes=one.notes, contacts=contacts_of(row, one.contacts))


@router.get("/jobs/{job_id}", auth=READ, response=JobOut, summary="Read a job")
def read_job(request: ApiRequest, job_id: UUID) -> HttpResponse:
    """One job."""
    [card] = _cards(request, [the_job(request, job_id)])
    return answer(card)


@router.patch("/jobs/{job_id}", auth=WRITE, response=JobOut, summary="Change or move a job")
def change_job(request: ApiRequest, job_id: UUID, data: JobPatch) -> HttpResponse:
    """What is sent is set, in one act."""
    job, sent, by = the_job(request, job_id), data.sent(), request.member
    parts = seen_parts([job], by).get(job.pk, [])
    told = _values(request, data, [part.client for part in parts])
    with together(by=by, label=gettext("Changed the job {code}").format(code=job.code)):
        if told:
            job.edit(by=by, **told)
        if "manager" in sent:
            key = sent["manager"]
            people = words(request).active_members
            job.give_to(chosen(people, key, "manager") if key else None, by=by)
        if sent.get("stage"):
            job.move_to(chosen(stages_of(by.organisation).values(), sent["stage"], "stage"), by=by)
    return anew(request, job)


@router.post("/jobs/{job_id}/complete", auth=WRITE, response=JobOut, summary="Complete a job")
def complete_job(request: ApiRequest, job_id: UUID, data: CompleteIn) -> HttpResponse:
    """It goes to the first stage that means done."""
    job = the_job(request, job_id)
    job.complete(by=request.member, outcome=data.outcome)
    return anew(request, job)


@router.delete("/jobs/{job_id}", auth=WRITE, response={204: None}, summary="Put a job into the bin")
def bin_job(request: ApiRequest, job_id: UUID) -> HttpResponse:
    """It can be brought back for 30 days."""
    the_job(request, job_id).bin(by=request.member)
    return nothing()


@router.post("/jobs/{job_id}/restore", auth=WRITE, response=JobOut, summary="Bring a job back")
def restore_job(request: ApiRequest, job_id: UUID) -> HttpResponse:
    """Out of the bin, with all its links."""
    job = the_job(request, job_id)
    job.unbin(by=request.member)
    return anew(request, job)

"""Roles of clients in jobs, the organisation's own words (J01)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found, the_word
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, change, listed, term_card
from atrium.jobs.models import JobRole
from atrium.jobs.roles import roles_of
from atrium.organisations.permissions import Can

router = Router(tags=["Words"])
READ = Bearer("job-roles:read", Can.JOBS_SEE)
WRITE = Bearer("job-roles:write", Can.LEXICON_EDIT)


def _all(request: ApiRequest) -> list[JobRole]:
    return list(roles_of(request.member.organisation).values())


@router.get("/job-roles", auth=READ, response=Page[TermOut], summary="List roles in jobs")
def list_job_roles(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """What a client can be to a job beside the parts that every job knows, in order."""
    return listed([term_card(role) for role in _all(request)], query)


@router.post("/job-roles", auth=WRITE, response={201: TermOut}, summary="Add a role in jobs")
def add_job_role(request: ApiRequest, data: TermIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(term_card(JobRole.add(by=request.member, label=data.label)), status=201)


@router.get("/job-roles/{job_role_id}", auth=READ, response=TermOut, summary="Read a role in jobs")
def read_job_role(request: ApiRequest, job_role_id: UUID) -> HttpResponse:
    """One role."""
    return answer(term_card(the_word(_all(request), job_role_id)))


@router.patch(
    "/job-roles/{job_role_id}", auth=WRITE, response=TermOut, summary="Rename a role in jobs"
)
def change_job_role(request: ApiRequest, job_role_id: UUID, data: TermPatch) -> HttpResponse:
    """The clients that have it are called so at once."""
    return answer(term_card(change(request, JobRole, job_role_id, data)))


@router.delete(
    "/job-roles/{job_role_id}", auth=WRITE, response={204: None}, summary="Remove a role in jobs"
)
def remove_job_role(
    request: ApiRequest, job_role_id: UUID, into: UUID | None = None
) -> HttpResponse:
    """The clients that have it get the role `into`, or keep the word."""
    role = found(request, JobRole.objects.all(), job_role_id)
    target = chosen(_all(request), into, "into") if into else None
    role.retire(by=request.member, into=target)
    return nothing()

"""Relationship teams: which members stand with a client, and as what (R16)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import Assignment
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Relationship team"])
READ = Bearer("assignments:read", Can.CLIENTS_SEE)
WRITE = Bearer("assignments:write", Can.CLIENTS_OWN)


class AssignmentOut(Schema):
    """A member of the relationship team."""

    id: UUID
    member: Reference
    role: str = Field(examples=["Account manager"])


class AssignmentIn(Input):
    """Who joins the team."""

    member: Id = Field(description="Of /members.")
    role: StrictStr = Field(min_length=1, max_length=60, examples=["Account manager"])


def _card(request: ApiRequest, given: Assignment) -> dict[str, Any]:
    member = reference(words(request).members[given.member_id])
    return {"id": given.public_id, "member": member, "role": given.role}


@router.get(
    "/clients/{client_id}/assignments",
    auth=READ,
    response=Page[AssignmentOut],
    summary="List the relationship team",
)
def list_assignments(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """In the order in which they joined."""
    rows, cursor = paged(the_client(request, client_id).assignments.all(), query)
    return answer({"items": [_card(request, given) for given in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/assignments",
    auth=WRITE,
    response={201: AssignmentOut},
    summary="Put a member into the team",
)
def give_assignment(request: ApiRequest, client_id: UUID, data: AssignmentIn) -> HttpResponse:
    """One who is in it gets the new role."""
    client = the_client(request, client_id)
    member = chosen(words(request).members.values(), data.member, "member")
    given = Assignment.give(client, by=request.member, member=member, role=data.role)
    return answer(_card(request, given), status=201)


@router.delete(
    "/clients/{client_id}/assignments/{assignment_id}",
    auth=WRITE,
    response={204: None},
    summary="Take a member out of the team",
)
def end_assignment(request: ApiRequest, client_id: UUID, assignment_id: UUID) -> HttpResponse:
    """The timeline remembers it."""
    client = the_client(request, client_id)
    found(request, client.assignments.select_related("client", "member"), assignment_id).end(
        by=request.member
    )
    return nothing()

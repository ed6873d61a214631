"""Relationship teams: which members and teams stand with a client, as what, since and until (R16)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import Assignment, TeamRole
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.client_bodies import SURE
from atrium.integrations.api.clients import guarded
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, found, the_client, the_word, words
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, change, listed, term_card
from atrium.integrations.api.types import Day, Id, Input, Reference
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Can

router = Router(tags=["Relationship team"])
READ = Bearer("assignments:read", Can.CLIENTS_SEE)
WRITE = Bearer("assignments:write", Can.CLIENTS_OWN)
ROLES_READ = Bearer("team-roles:read", Can.CLIENTS_SEE)
ROLES_WRITE = Bearer("team-roles:write", Can.LEXICON_EDIT)


class AssignmentOut(Schema):
    """A seat in the relationship team, of a member or of a whole team."""

    id: UUID
    member: Reference | None
    team: Reference | None
    role: str = Field(examples=["Account manager"])
    since: date
    until: date | None = Field(description="The day it ended; null while it is held.")


class AssignmentIn(Input):
    """Who joins the team: either a member or a team."""

    member: Id | None = Field(None, description="Of /members.")
    team: Id | None = Field(None, description="Of /teams.")
    role: StrictStr = Field(
        min_length=1,
        max_length=60,
        description="A label of /team-roles, however it is cased.",
        examples=["Account manager"],
    )
    since: Day | None = Field(None, description="Up to today; left out, today.")


class SeatFilter(Paged):
    """Which seats."""

    past: bool = Field(default=False, description="Those that ended, instead of those held now.")


class Sure(Schema):
    """Whether one knows what it takes away."""

    sure: bool = SURE


def _card(request: ApiRequest, given: Assignment) -> dict[str, Any]:
    lexicon = words(request)
    return {
        "id": given.public_id,
        "member": reference(lexicon.members.get(given.member_id or 0)),
        "team": reference(lexicon.teams.get(given.team_id or 0)),
        "role": given.role,
        "since": given.began,
        "until": given.until,
    }


@router.get(
    "/clients/{client_id}/assignments",
    auth=READ,
    response=Page[AssignmentOut],
    summary="List the relationship team",
)
def list_assignments(
    request: ApiRequest, client_id: UUID, query: Query[SeatFilter]
) -> HttpResponse:
    """In the order in which they joined."""
    seats = the_client(request, client_id).assignments
    chosen_ones = seats.exclude(until=None) if query.past else seats.current()
    rows, cursor = paged(chosen_ones, query)
    return answer({"items": [_card(request, given) for given in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/assignments",
    auth=WRITE,
    response={201: AssignmentOut},
    summary="Put a member or a team into the team",
)
def give_assignment(request: ApiRequest, client_id: UUID, data: AssignmentIn) -> HttpResponse:
    """Who is in it has the new role from today; the old one stays in the history."""
    client = the_client(request, client_id)
    given = Assignment.give(
        client,
        by=request.member,
        member=whom(request, data.member, data.team),
        role=_role(request, data.role),
        since=data.since or None,
    )
    return answer(_card(request, given), status=201)


@router.delete(
    "/clients/{client_id}/assignments/{assignment_id}",
    auth=WRITE,
    response={204: None},
    summary="Take a member or a team out of the team",
)
def end_assignment(
    request: ApiRequest, client_id: UUID, assignment_id: UUID, query: Query[Sure]
) -> HttpResponse:
    """The seat stays in the history."""
    client = the_client(request, client_id)
    seats = client.assignments.current().select_related("client__organisation", "member", "team")
    seat = found(request, seats, assignment_id)
    with guarded(client, by=request.member, sure=query.sure):
        seat.end(by=request.member)
    return nothing()


def whom(request: ApiRequest, member: UUID | None, team: UUID | None) -> Member | Team:
    """The member or the team that a body names; 422 where it names neither or both."""
    if member is not None and team is None:
        return chosen(words(request).members.values(), member, "member")
    if team is not None and member is None:
        return chosen(words(request).teams.values(), team, "team")
    raise Invalid([("member", "Name either a member or a team.")])


def _role(request: ApiRequest, label: str) -> str:
    roles = {role.label.casefold(): role.label for role in words(request).team_roles.values()}
    found_one = roles.get(label.strip().casefold())
    if found_one is None and roles:
        raise Invalid([("role", f"Give one of {', '.join(roles.values())}.")])
    return found_one or label


@router.get("/team-roles", auth=ROLES_READ, response=Page[TermOut], summary="List team roles")
def list_team_roles(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed([term_card(term) for term in words(request).team_roles.values()], query)


@router.post("/team-roles", auth=ROLES_WRITE, response={201: TermOut}, summary="Add a team role")
def add_team_role(request: ApiRequest, data: TermIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(term_card(TeamRole.add(by=request.member, label=data.label)), status=201)


@router.get(
    "/team-roles/{team_role_id}", auth=ROLES_READ, response=TermOut, summary="Read a team role"
)
def read_team_role(request: ApiRequest, team_role_id: UUID) -> HttpResponse:
    """One team role."""
    return answer(term_card(the_word(words(request).team_roles.values(), team_role_id)))


@router.patch(
    "/team-roles/{team_role_id}", auth=ROLES_WRITE, response=TermOut, summary="Rename a team role"
)
def change_team_role(request: ApiRequest, team_role_id: UUID, data: TermPatch) -> HttpResponse:
    """Who has it now has it by the new name."""
    return answer(term_card(change(request, TeamRole, team_role_id, data)))

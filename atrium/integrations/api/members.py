"""Members and teams of the organisation, and who the token acts as."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import the_word, words
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.terms import listed
from atrium.integrations.api.types import Reference
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Can

router = Router(tags=["Members"])
READ = Bearer("members:read", Can.MEMBERS_SEE)


class MemberOut(Schema):
    """A person at work in the organisation."""

    id: UUID
    name: str = Field(examples=["Bob Birch"])
    job_title: str
    role: Literal["owner", "admin", "manager", "staff", "viewer"] = Field(
        description="Of a role of the organisation's own: what it counts as."
    )
    own_role: Reference | None = Field(description="Of /roles, where the member has one of those.")
    active: bool = Field(description="False for who does not work here any more.")


class TeamOut(Schema):
    """Members who work together."""

    id: UUID
    name: str
    members: list[Reference]


class MeOut(Schema):
    """Who the token acts as, where, and what it may do."""

    organisation: Reference
    slug: str = Field(description="The organisation's part of its addresses in the browser.")
    member: MemberOut
    token: str = Field(description="The name of the token.")
    scopes: list[str]
    language: str = Field(
        description="The language they chose to be spoken to in; empty for what the browser asks for."
    )


class MeIn(Schema):
    """What people change about themselves."""

    language: str = Field(
        description="One that is offered, such as de; empty for the browser's.", examples=["de"]
    )


def _card(member: Member) -> dict[str, Any]:
    own = member.own_role
    return {
        "id": member.public_id,
        "name": member.name,
        "job_title": member.job_title,
        "role": member.role,
        "own_role": own and {"id": own.public_id, "label": own.name},
        "active": member.is_active,
    }


@router.get("/members", auth=READ, response=Page[MemberOut], summary="List members")
def list_members(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """By name, those who left included."""
    return listed([_card(member) for member in words(request).members.values()], query)


@router.get("/members/{member_id}", auth=READ, response=MemberOut, summary="Read a member")
def read_member(request: ApiRequest, member_id: UUID) -> HttpResponse:
    """One member."""
    return answer(_card(the_word(words(request).members.values(), member_id)))


@router.get("/teams", auth=READ, response=Page[TeamOut], summary="List teams")
def list_teams(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """Each with its members."""
    rows, cursor = paged(Team.objects.prefetch_related("members"), query)
    return answer({"items": [_team(team) for team in rows], "next": cursor})


@router.get("/me", auth=Bearer("", Can.CLIENTS_SEE), response=MeOut, summary="Who am I")
def read_me(request: ApiRequest) -> HttpResponse:
    """Who the token acts as, where, and what it may do. Needs no scope."""
    return answer(_me(request))


@router.patch(
    "/me", auth=Bearer("members:write", Can.CLIENTS_SEE), response=MeOut, summary="Change myself"
)
def change_me(request: ApiRequest, body: MeIn) -> HttpResponse:
    """Choose the language in which Atrium speaks to whom the token acts as."""
    request.member.user.speak(body.language)
    return answer(_me(request))


def _me(request: ApiRequest) -> dict[str, Any]:
    organisation = request.member.organisation
    return {
        "organisation": {"id": organisation.public_id, "label": organisation.name},
        "slug": organisation.slug,
        "member": _card(request.member),
        "token": request.token.name,
        "scopes": request.token.scopes,
        "language": request.member.user.language,
    }


def _team(team: Team) -> dict[str, Any]:
    members = [{"id": m.public_id, "label": m.name} for m in team.members.all()]
    return {"id": team.public_id, "name": team.name, "members": members}

"""Grants: who may see a client whose access is restricted (R19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.clients.models import Grant
from atrium.integrations.api.assignments import whom
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Access"])
READ = Bearer("grants:read", Can.CLIENTS_ACCESS)
WRITE = Bearer("grants:write", Can.CLIENTS_ACCESS)


class GrantOut(Schema):
    """That a member or a team may see the client."""

    id: UUID
    member: Reference | None
    team: Reference | None


class GrantIn(Input):
    """Either a member or a team."""

    member: Id | None = Field(None, description="Of /members.")
    team: Id | None = Field(None, description="Of /teams.")


def _card(grant: Grant) -> dict[str, Any]:
    return {"id": grant.public_id, "member": reference(grant.member), "team": reference(grant.team)}


@router.get(
    "/clients/{client_id}/grants", auth=READ, response=Page[GrantOut], summary="List who may see it"
)
def list_grants(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """They count only while the client is `restricted`."""
    rows = the_client(request, client_id).grants.select_related("member", "team")
    page, cursor = paged(rows, query)
    return answer({"items": [_card(grant) for grant in page], "next": cursor})


@router.post(
    "/clients/{client_id}/grants",
    auth=WRITE,
    response={201: GrantOut},
    summary="Let someone see it",
)
def give_grant(request: ApiRequest, client_id: UUID, data: GrantIn) -> HttpResponse:
    """Refused when they were let in already."""
    client = the_client(request, client_id)
    grant = Grant.give(client, by=request.member, to=whom(request, data.member, data.team))
    return answer(_card(grant), status=201)


@router.delete(
    "/clients/{client_id}/grants/{grant_id}",
    auth=WRITE,
    response={204: None},
    summary="Stop letting someone see it",
)
def take_grant(request: ApiRequest, client_id: UUID, grant_id: UUID) -> HttpResponse:
    """The timeline remembers it."""
    rows = the_client(request, client_id).grants.select_related("client", "member", "team")
    found(request, rows, grant_id).take_back(by=request.member)
    return nothing()

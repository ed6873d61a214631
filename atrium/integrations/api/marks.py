"""What is switched on and off for a client: the star of a member (C02), the archive (R20)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from atrium.clients.affected import Matter
from atrium.clients.models import Favourite
from atrium.integrations.api.affected import AffectedOut, DryRun, told
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import the_client
from atrium.integrations.api.shell import nothing
from atrium.organisations.permissions import Can

router = Router(tags=["Clients"])
STAR = Bearer("clients:write", Can.CLIENTS_SEE)
ARCHIVE = Bearer("clients:write", Can.CLIENTS_ARCHIVE)


@router.post(
    "/clients/{client_id}/favourite", auth=STAR, response={204: None}, summary="Star a client"
)
def star_client(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """For the member of the token only."""
    Favourite.star(the_client(request, client_id), by=request.member)
    return nothing()


@router.delete(
    "/clients/{client_id}/favourite", auth=STAR, response={204: None}, summary="Take the star away"
)
def unstar_client(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """Nothing happens when there is none."""
    Favourite.unstar(the_client(request, client_id), by=request.member)
    return nothing()


@router.post(
    "/clients/{client_id}/archive",
    auth=ARCHIVE,
    response={200: AffectedOut, 204: None},
    summary="Archive a client",
)
def archive_client(request: ApiRequest, client_id: UUID, query: Query[DryRun]) -> HttpResponse:
    """Clients are never deleted; an archived one can be restored for ever."""
    client = the_client(request, client_id)
    if query.dry_run:
        return told(request, client, [(Matter.ARCHIVE, None)])
    client.archive(by=request.member)
    return nothing()


@router.delete(
    "/clients/{client_id}/archive", auth=ARCHIVE, response={204: None}, summary="Restore a client"
)
def restore_client(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """Bring the client back from the archive; nothing happens when it is live."""
    the_client(request, client_id).restore(by=request.member)
    return nothing()

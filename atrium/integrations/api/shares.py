"""Links that open a file or a folder for who has them (R15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router

from atrium.clients.models import Link
from atrium.documents.models import Share
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.document_bodies import ShareIn, ShareOut, share_card
from atrium.integrations.api.documents import READ, the_document
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, found, the_client
from atrium.integrations.api.folders import the_folder
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.organisations.permissions import Can

router = Router(tags=["Documents"])
GIVE = Bearer("documents:write", Can.DOCUMENTS_SHARE)


class ShareFilter(Paged):
    """Which links."""

    standing: bool = Field(default=False, description="Only those that open something now.")


@router.get(
    "/clients/{client_id}/shares",
    auth=READ,
    response=Page[ShareOut],
    summary="List a client's links",
)
def list_shares(request: ApiRequest, client_id: UUID, query: Query[ShareFilter]) -> HttpResponse:
    """The one given last first; none of them tells its address."""
    rows: Any = Share.objects.filter(client=the_client(request, client_id))
    rows = rows.standing() if query.standing else rows
    page, cursor = paged(rows.select_related("client", "contact"), query, NEWEST)
    return answer({"items": [share_card(row) for row in page], "next": cursor})


@router.post(
    "/documents/{document_id}/shares", auth=GIVE, response={201: ShareOut}, summary="Share a file"
)
def share_document(request: ApiRequest, document_id: UUID, data: ShareIn) -> HttpResponse:
    """`link` is told in this answer only."""
    return _given(request, the_document(request, document_id), data)


@router.post(
    "/folders/{folder_id}/shares", auth=GIVE, response={201: ShareOut}, summary="Share a folder"
)
def share_folder(request: ApiRequest, folder_id: UUID, data: ShareIn) -> HttpResponse:
    """With all that stands in it, now and later; `link` is told in this answer only."""
    return _given(request, the_folder(request, folder_id), data)


@router.delete("/shares/{share_id}", auth=GIVE, response={204: None}, summary="Take a link back")
def revoke_share(request: ApiRequest, share_id: UUID) -> HttpResponse:
    """It opens nothing any more."""
    rows: Any = Share.objects.visible_to(request.member).select_related("client")
    share: Share = found(request, rows, share_id)
    share.revoke(by=request.member)
    return nothing()


@router.get("/shares/{share_id}", auth=READ, response=ShareOut, summary="Read about a link")
def read_share(request: ApiRequest, share_id: UUID) -> HttpResponse:
    """How often it was opened, and until when it opens."""
    rows: Any = Share.objects.visible_to(request.member).select_related("client", "contact")
    return answer(share_card(found(request, rows, share_id)))


def _given(request: ApiRequest, thing: Any, data: ShareIn) -> HttpResponse:
    to = None
    if data.contact is not None:
        links: Any = Link.objects.current().filter(client=thing.client).select_related("contact")
        to = chosen([link.contact for link in links], data.contact, "contact")
    try:
        share = Share.give(thing, by=request.member, until=data.until, code=data.code, to=to)
    except Refusal as error:
        if not error.field:
            raise
        raise Invalid([(error.field, str(error))]) from error
    return answer(share_card(share), status=201, location=f"/api/v1/shares/{share.public_id}")

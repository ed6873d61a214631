"""Mailboxes: from which addresses a member writes (R12). No secrets come out."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.conversations.models import Level, Mailbox
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import BY_KEY, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.organisations.permissions import Can

router = Router(tags=["Messages"])
READ = Bearer("mailboxes:read", Can.MAIL_SEND)


class MailboxOut(Schema):
    """An address that the member writes from."""

    id: UUID
    address: str
    name: str
    shared: bool = Field(description="False: the member's own.")
    level: Literal["nobody", "exists", "subject", "all"] = Field(
        description="How much of its mail is seen by those who do not keep it."
    )
    sending: str
    version: int


def _card(box: Mailbox) -> dict[str, Any]:
    return {
        "id": box.public_id,
        "address": box.address,
        "name": box.name,
        "shared": box.member_id is None,
        "level": Level(box.level).name.lower(),
        "sending": box.sending,
        "version": box.version,
    }


def _rows(request: ApiRequest) -> Any:
    return Mailbox.objects.live().kept_by(request.member)


@router.get("/mailboxes", auth=READ, response=Page[MailboxOut], summary="List mailboxes")
def list_mailboxes(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """One's own and those that are shared with one."""
    page, cursor = paged(_rows(request), query, BY_KEY)
    return answer({"items": [_card(box) for box in page], "next": cursor})


@router.get("/mailboxes/{mailbox_id}", auth=READ, response=MailboxOut, summary="Read a mailbox")
def read_mailbox(request: ApiRequest, mailbox_id: UUID) -> HttpResponse:
    """One mailbox."""
    return answer(_card(found(request, _rows(request), mailbox_id)))

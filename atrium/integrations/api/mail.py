"""Mail that was not filed and why, filing it, and how the mailboxes fare (R12, X05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.clients.models import Client
from atrium.conversations.access import the_mailboxes
from atrium.conversations.mail import sorting
from atrium.conversations.mail.parts import with_rows
from atrium.conversations.mail.sight import as_seen
from atrium.conversations.models import Filing, Mailbox, Message, Unfiled
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen_client, found, the_client
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can

router = Router(tags=["Mail"])
READ = Bearer("messages:read", Can.MAIL_SEE)
SORT = Bearer("messages:write", Can.MAIL_SEND)
type Reason = Literal[
    "unknown", "shared", "nobody", "colleague", "list", "automatic", "report", "hand"
]


class UnfiledOut(Schema):
    """A message that stands with no client, as far as the token's member sees it."""

    message: UUID
    why: Reason
    because: str = Field(description="What somebody wrote who took it off its client.")
    sender: str = Field(description="The address it is from.")
    subject: str
    at: datetime


class UnfiledFilter(Paged):
    """Which of them."""

    why: Reason | None = None


class FilingIn(Input):
    """With which client."""

    client: Id


class FiledOut(Schema):
    """With which clients a message stands, as far as the member sees them."""

    message: UUID
    clients: list[UUID]


class MailboxOut(Schema):
    """A mailbox and how fetching its mail went. Nothing secret is in here."""

    id: UUID
    address: str
    shared: bool
    fetched: bool = Field(description="Whether its mail is fetched at all.")
    ran_at: datetime | None
    ran_well_at: datetime | None
    problem: str = Field(description="What stood in the way the last time; empty if nothing.")
    messages: int = Field(description="How many it holds.")


class MailboxesOut(Schema):
    """The mailboxes the member keeps or sets up."""

    items: list[MailboxOut]


@router.get(
    "/messages/unfiled",
    auth=READ,
    response=Page[UnfiledOut],
    summary="List mail that was not filed",
)
def list_unfiled(request: ApiRequest, query: Query[UnfiledFilter]) -> HttpResponse:
    """The one kept last first, each with the reason."""
    rows = Unfiled.objects.visible_to(request.member)
    rows = rows.filter(why=query.why) if query.why else rows
    page, cursor = paged(rows, query, NEWEST)
    seen = Message.objects.visible_to(request.member)
    some = with_rows(seen.filter(pk__in=[row.message_id for row in page]))
    messages = {message.pk: message for message in some}
    items = [_stray(row, messages[row.message_id]) for row in page if row.message_id in messages]
    return answer({"items": items, "next": cursor})


def _stray(row: Unfiled, message: Message) -> dict[str, Any]:
    seen = as_seen(message, message.seen)
    return {
        "message": message.public_id,
        "why": row.why,
        "because": row.because,
        "sender": seen.sender.address if seen.sender else "",
        "subject": seen.subject,
        "at": seen.at,
    }


@router.post(
    "/messages/{message_id}/clients",
    auth=SORT,
    response={201: FiledOut},
    summary="File a message to a client",
)
def file_message(request: ApiRequest, message_id: UUID, data: FilingIn) -> HttpResponse:
    """Beside the clients it stands with. Only who sees all of it may."""
    message = _the_message(request, message_id)
    client = chosen_client(request, data.client, "client")
    sorting.file(message, client, by=request.member)
    return answer(_filed(request, message), status=201)


@router.delete(
    "/messages/{message_id}/clients/{client_id}",
    auth=SORT,
    response={204: None},
    summary="Take a message off a client",
)
def take_message_off(request: ApiRequest, message_id: UUID, client_id: UUID) -> HttpResponse:
    """With no client left it is among what was not filed."""
    client = the_client(request, client_id)
    sorting.take_off(_the_message(request, message_id), client, by=request.member)
    return nothing()


@router.get(
    "/mailboxes", auth=READ, response=MailboxesOut, summary="List mailboxes and how they fare"
)
def list_mailboxes(request: ApiRequest) -> HttpResponse:
    """For who watches over the installation: when each was last fetched, and what stood in the way."""
    return answer({"items": [_box(box) for box in the_mailboxes(request.member)]})


def _box(box: Mailbox) -> dict[str, Any]:
    held: Any = box
    return {
        "id": box.public_id,
        "address": box.address,
        "shared": box.member_id is None,
        "fetched": box.imap_on,
        "ran_at": box.ran_at,
        "ran_well_at": box.ran_well_at,
        "problem": box.problem,
        "messages": held.held or 0,
    }


def _the_message(request: ApiRequest, message_id: UUID) -> Message:
    return found(request, Message.objects.visible_to(request.member).said(), message_id)


def _filed(request: ApiRequest, message: Message) -> dict[str, Any]:
    seen = Client.objects.visible_to(request.member)
    rows = Filing.objects.filter(message=message, client__in=seen)
    return {
        "message": message.public_id,
        "clients": list(rows.values_list("client__public_id", flat=True)),
    }

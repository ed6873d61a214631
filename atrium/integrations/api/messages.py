"""E-mail with clients: read as far as the member sees it, written, sent, taken back (R12, X10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from ninja import Query, Router

from atrium.clients.models import Client, Contact
from atrium.conversations.mail.following import client_of, listed_parties
from atrium.conversations.mail.sight import holding
from atrium.conversations.mail.writing import Receiver, Writing, one_line
from atrium.conversations.models import Attachment, Channel, Filing, Level, Mailbox, Message
from atrium.conversations.richtext import from_plain
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, email
from atrium.integrations.api.auth import ApiRequest, Bearer, demand_scope
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, found, the_client
from atrium.integrations.api.message_bodies import (
    LINES,
    LevelIn,
    MessageFilter,
    MessageIn,
    MessageOut,
    MessagePatch,
    ReceiverIn,
    SendIn,
    message_card,
)
from atrium.integrations.api.paging import NEWEST, Page, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.organisations.permissions import Can

router = Router(tags=["Messages"])
READ = Bearer("messages:read", Can.MAIL_SEE)
WRITE = Bearer("messages:write", Can.MAIL_SEND)
ALL_OF_IT: dict[str, Any] = {"seen": Level.ALL.value}


def _rows(request: ApiRequest) -> QuerySet[Message, Message]:
    seen = Client.objects.visible_to(request.member)
    filings = Filing.objects.filter(client__in=seen).select_related("client").order_by("id")
    people = Contact.objects.visible_to(request.member)
    rows = Message.objects.visible_to(request.member).select_related("thread", "mailbox")
    shown: QuerySet[Message, Message] = rows.prefetch_related(
        Prefetch("filings", filings), Prefetch("parties__contact", people), "attachments"
    )
    return shown


def the_message(request: ApiRequest, message_id: UUID) -> Message:
    """One that the member sees all of; else 404."""
    return found(request, _rows(request).filter(channel=Channel.MAIL, **ALL_OF_IT), message_id)


def _told(
    request: ApiRequest, message_id: UUID, *, status: int = 200, location: str = ""
) -> HttpResponse:
    message = found(request, _rows(request), message_id)
    return answer(message_card(request, message), status=status, location=location)


def _page(
    request: ApiRequest, rows: Any, query: MessageFilter, client: Client | None = None
) -> HttpResponse:
    if query.state:
        rows = rows.filter(state=query.state)
    if query.direction:
        rows = rows.filter(direction=query.direction)
    if query.q.strip():
        rows = rows.filter(holding(request.member, client.pk if client else None, query.q))
    page, cursor = paged(rows, query, NEWEST)
    return answer({"items": [message_card(request, message) for message in page], "next": cursor})


def _level(level: str | None) -> Level | None:
    return Level[level.upper()] if level else None


def _receivers(some: list[ReceiverIn], name: str) -> list[Receiver]:
    found: dict[str, Receiver] = {}
    for place, one in enumerate(some):
        try:
            address = email.mend(one.address).address
        except FormatError as error:
            raise Invalid([(f"{name}.{place}.address", str(error))]) from error
        found.setdefault(address.casefold(), Receiver(address, one_line(one.name, 200)))
    return list(found.values())


def _writing(data: MessagePatch, draft: Message | None = None) -> Writing:
    """What the draft is to say: what is sent, over what stands there."""
    sent = data.model_fields_set
    if {"text", "html"} <= sent:
        raise Invalid([("html", "Write the text either plain or as HTML, not both.")])
    known: dict[str, Any] = {}
    if draft is not None:
        known = {kind: listed_parties(draft, kind) for kind in LINES}
        level = None if draft.level is None else Level(draft.level)
        known |= {"subject": draft.subject, "html": draft.html, "level": level}
    known |= {name: _receivers(getattr(data, name), name) for name in LINES if name in sent}
    if "subject" in sent:
        known["subject"] = data.subject
    if "level" in sent:
        known["level"] = _level(data.level)
    if "text" in sent:
        known["html"] = from_plain(data.text)
    elif "html" in sent:
        known["html"] = data.html
    return Writing(**known)


def _mailbox(request: ApiRequest, data: MessagePatch) -> Mailbox:
    if data.mailbox is None:
        return Mailbox.of(request.member)
    return chosen(Mailbox.objects.for_writing(request.member), data.mailbox, "mailbox")


def _said(request: ApiRequest, client: Client, key: UUID | None, name: str) -> Message | None:
    """A message with the client, all of which the member sees; else refused at ``name``."""
    if key is None:
        return None
    rows: Any = Message.objects.visible_to(request.member).at_level(Level.ALL)
    found: Message = chosen(list(rows.of_client(client).said().filter(public_id=key)), key, name)
    return found


@router.get("/messages", auth=READ, response=Page[MessageOut], summary="List all messages")
def list_all_messages(request: ApiRequest, query: Query[MessageFilter]) -> HttpResponse:
    """Those with all clients, the newest first; of each no more than the member sees."""
    return _page(request, _rows(request), query)


@router.get(
    "/clients/{client_id}/messages",
    auth=READ,
    response=Page[MessageOut],
    summary="List a client's messages",
)
def list_messages(
    request: ApiRequest, client_id: UUID, query: Query[MessageFilter]
) -> HttpResponse:
    """The newest first; one's own drafts among them."""
    rows: Any = _rows(request)
    client = the_client(request, client_id)
    return _page(request, rows.of_client(client), query, client)


@router.post(
    "/clients/{client_id}/messages",
    auth=WRITE,
    response={201: MessageOut},
    summary="Write a draft",
)
def write_message(request: ApiRequest, client_id: UUID, data: MessageIn) -> HttpResponse:
    """Refused, with their names, where somebody does not want to be written to."""
    client = the_client(request, client_id)
    answers = _said(request, client, data.answers, "answers")
    forwards = _said(request, client, data.forwards, "forwards")
    if forwards is not None:
        demand_scope(request.token, "messages:read")
    box = _mailbox(request, data)
    with transaction.atomic():
        row = Message.write(client, _writing(data), by=request.member, mailbox=box, answers=answers)
        for file in forwards.attachments.all() if forwards else ():
            Attachment.take_along(row, file)
    location = f"/api/v1/messages/{row.public_id}"
    return _told(request, row.public_id, status=201, location=location)


@router.get("/messages/{message_id}", auth=READ, response=MessageOut, summary="Read a message")
def read_message(request: ApiRequest, message_id: UUID) -> HttpResponse:
    """As far as the member sees it."""
    return _told(request, message_id)


@router.patch("/messages/{message_id}", auth=WRITE, response=MessageOut, summary="Change a draft")
def change_message(request: ApiRequest, message_id: UUID, data: MessagePatch) -> HttpResponse:
    """What left does not change any more."""
    row = the_message(request, message_id)
    box = _mailbox(request, data) if data.mailbox or not row.mailbox else row.mailbox
    row.rewrite(client_of(row), _writing(data, row), by=request.member, mailbox=box)
    return _told(request, message_id)


@router.delete(
    "/messages/{message_id}", auth=WRITE, response={204: None}, summary="Throw a draft away"
)
def discard_message(request: ApiRequest, message_id: UUID) -> HttpResponse:
    """For good, with its files."""
    the_message(request, message_id).discard(by=request.member)
    return nothing()


@router.post(
    "/messages/{message_id}/send", auth=WRITE, response=MessageOut, summary="Send a message"
)
def send_message(request: ApiRequest, message_id: UUID, data: SendIn) -> HttpResponse:
    """In ten seconds, or at a moment to come; until then it can be taken back."""
    row = the_message(request, message_id)
    if not (row.text or row.subject or row.attachments.exists()):
        raise Refusal("Write something first.", field="text")
    row.send(by=request.member, at=data.at)
    return _told(request, message_id)


@router.post(
    "/messages/{message_id}/take-back",
    auth=WRITE,
    response=MessageOut,
    summary="Take a message back",
)
def take_message_back(request: ApiRequest, message_id: UUID) -> HttpResponse:
    """It is a draft again; refused once it is being handed over."""
    the_message(request, message_id).take_back(by=request.member)
    return _told(request, message_id)


@router.post(
    "/messages/{message_id}/retry", auth=WRITE, response=MessageOut, summary="Try a message again"
)
def retry_message(request: ApiRequest, message_id: UUID) -> HttpResponse:
    """What failed goes to those who have not got it, with the same Message-ID."""
    the_message(request, message_id).retry(by=request.member)
    return _told(request, message_id)


@router.put(
    "/messages/{message_id}/level",
    auth=WRITE,
    response=MessageOut,
    summary="Say who sees a message",
)
def set_message_level(request: ApiRequest, message_id: UUID, data: LevelIn) -> HttpResponse:
    """Only its author may, and who keeps a mailbox that holds it."""
    the_message(request, message_id).show_to(_level(data.level), by=request.member)
    return _told(request, message_id)

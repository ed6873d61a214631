"""The inbox: which clients wait for an answer, who is to answer, and when (V03, V08)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.conversations.access import the_conversation
from atrium.conversations.inbox import shown_in, with_all
from atrium.conversations.mail.parts import with_rows
from atrium.conversations.mail.sight import as_seen
from atrium.conversations.models import Message, Thread, Unanswered
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, locked, words
from atrium.integrations.api.paging import Order, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input, Instant, Patch, Reference, YesNo
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

router = Router(tags=["Inbox"])
READ = Bearer("messages:read", Can.MAIL_SEE)
WRITE = Bearer("messages:write", Can.MAIL_SEND)
NEWEST_SAID = Order("-at", ("at", "id"), down=True)
type View = Literal["mine", "free", "team", "later"]


class WaitingOut(Schema):
    """A message of a client that nobody answered yet, as far as the token's member sees it."""

    conversation: UUID = Field(description="The thread it stands in.")
    message: UUID
    channel: Literal["mail", "sms", "portal"]
    client: UUID
    at: datetime
    sender: str = Field(description="The address or number it is from; empty if hidden.")
    subject: str = Field(description="Empty if hidden, and of an SMS.")
    unread: bool
    assignee: Reference | None = Field(description="Who is to answer.")
    snoozed_until: datetime | None


class ConversationOut(Schema):
    """A conversation, and what waits in it, as far as the token's member sees it."""

    id: UUID
    assignee: Reference | None = Field(description="Who is to answer.")
    snoozed_until: datetime | None
    waiting: list[WaitingOut] = Field(description="The newest first; empty where nothing waits.")


class ConversationPatch(Patch):
    """What is to change; what is not sent stays."""

    assignee: Id | None = Field(None, description="Of /members; null: whoever comes first.")
    snoozed_until: Instant | None = Field(
        None, description="Null: it is back now.", examples=["2027-01-07T08:00:00Z"]
    )
    done: YesNo = Field(default=False, description="True: nothing is left to answer.")


class InboxFilter(Paged):
    """Which of them."""

    view: View = Field(
        "mine",
        description="`mine`: assigned to the member, or of their clients and mailboxes; `free`: "
        "assigned to nobody; `team`: all; `later`: put off.",
    )


class AssigneeIn(Input):
    """Who is to answer."""

    member: Id | None = Field(description="Of /members; null: whoever comes first.")


class SnoozeIn(Input):
    """Until when it is put off."""

    until: Instant | None = Field(
        description="Null: it is back now.", examples=["2027-01-07T08:00:00Z"]
    )


@router.get("/inbox", auth=READ, response=Page[WaitingOut], summary="List what waits for an answer")
def list_inbox(request: ApiRequest, query: Query[InboxFilter]) -> HttpResponse:
    """The newest first. What the member may not know of is not in it."""
    member = request.member
    page, cursor = paged(with_all(shown_in(query.view, member), member), query, NEWEST_SAID)
    return answer({"items": _cards(member, page), "next": cursor})


@router.get(
    "/conversations/{conversation_id}",
    auth=READ,
    response=ConversationOut,
    summary="Read a conversation",
)
def read_conversation(request: ApiRequest, conversation_id: UUID) -> HttpResponse:
    """Who is to answer, and what waits in it. Its words are in /messages."""
    locked(request, Thread.objects.filter(public_id=conversation_id)).first()
    talk, member = the_conversation(request.member, conversation_id), request.member
    rows = Unanswered.objects.open().filter(pk__in=[row.pk for row in talk.rows])
    waiting = list(with_all(rows, member).order_by("-at", "-id"))
    told = {
        "id": talk.thread.public_id,
        "assignee": reference(words(request).members.get(talk.thread.assignee_id or 0)),
        "snoozed_until": waiting[0].snoozed_until if waiting else None,
        "waiting": _cards(member, waiting),
    }
    return answer(told)


@router.patch(
    "/conversations/{conversation_id}",
    auth=WRITE,
    response=ConversationOut,
    summary="Change a conversation",
)
def change_conversation(
    request: ApiRequest, conversation_id: UUID, data: ConversationPatch
) -> HttpResponse:
    """The same as the three below, at once; with `If-Match` only if nobody wrote or did anything since."""
    talk, sent = the_conversation(request.member, conversation_id), data.model_fields_set
    if "assignee" in sent:
        talk.assign(_member(request, data.assignee, "assignee"))
    if "snoozed_until" in sent:
        talk.snooze(data.snoozed_until)
    if data.done:
        talk.finish()
    return read_conversation(request, conversation_id)


@router.put(
    "/conversations/{conversation_id}/assignee",
    auth=WRITE,
    response={204: None},
    summary="Say who is to answer",
)
def assign_conversation(
    request: ApiRequest, conversation_id: UUID, data: AssigneeIn
) -> HttpResponse:
    """Now, and when the client writes again. Refused for who may not see what there is to answer."""
    talk = the_conversation(request.member, conversation_id)
    talk.assign(_member(request, data.member, "member"))
    return nothing()


@router.put(
    "/conversations/{conversation_id}/snooze",
    auth=WRITE,
    response={204: None},
    summary="Put a conversation off",
)
def snooze_conversation(request: ApiRequest, conversation_id: UUID, data: SnoozeIn) -> HttpResponse:
    """It comes back at that moment, or when the client writes again."""
    the_conversation(request.member, conversation_id).snooze(data.until)
    return nothing()


@router.post(
    "/conversations/{conversation_id}/done",
    auth=WRITE,
    response={204: None},
    summary="Close a conversation",
)
def finish_conversation(request: ApiRequest, conversation_id: UUID) -> HttpResponse:
    """Nothing is left to answer. It comes back by itself when the client writes again."""
    the_conversation(request.member, conversation_id).finish()
    return nothing()


def _member(request: ApiRequest, key: UUID | None, name: str) -> Member | None:
    return chosen(words(request).members.values(), key, name) if key else None


def _cards(member: Member, rows: list[Any]) -> list[dict[str, Any]]:
    keys = [row.message_id for row in rows]
    known = with_rows(Message.objects.visible_to(member).filter(pk__in=keys))
    messages = {message.pk: message for message in known}
    return [_card(row, messages[row.message_id]) for row in rows if row.message_id in messages]


def _card(row: Any, message: Any) -> dict[str, Any]:
    seen = as_seen(message, message.seen)
    return {
        "conversation": row.thread.public_id,
        "message": message.public_id,
        "channel": message.channel,
        "client": row.client.public_id,
        "at": row.at,
        "sender": seen.sender.address if seen.sender else "",
        "subject": seen.subject,
        "unread": row.unread,
        "assignee": reference(row.thread.assignee),
        "snoozed_until": row.snoozed_until,
    }

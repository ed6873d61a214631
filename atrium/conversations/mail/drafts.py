"""Drafts that keep themselves: found again where one writes, in any browser; two tabs lose nothing.

A draft has a version. Who saves an older one than stands there writes a draft of their own
beside it, so that neither text goes.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import QueryDict

from atrium.clients.models import Client
from atrium.conversations.models import Level, Message
from atrium.organisations.models import Member

# Who asks for one of these begins something else than what was begun last.
BEGINS_ANEW = ("new", "contact", "selected", "template", "forward")


def resumed(
    client: Client, member: Member, query: QueryDict, answers: Message | None
) -> Message | None:
    """What the member was writing last to the client, or as this answer."""
    if any(name in query for name in BEGINS_ANEW):
        return None
    rows = _own(client, member).filter(in_reply_to=answers.message_id if answers else "")
    newest: Message | None = rows.order_by("-at", "-id").first()
    return newest


def named(client: Client, member: Member, key: str) -> Message | None:
    """The member's own draft with this key; none where it was sent or thrown away meanwhile."""
    try:
        found: Message | None = _own(client, member).filter(public_id=UUID(key)).first()
    except ValueError:
        return None
    return found


def answered(client: Client, member: Member, draft: Message) -> Message | None:
    """The message that the draft answers, if the member sees all of it."""
    if not draft.in_reply_to:
        return None
    rows = Message.objects.visible_to(member).at_level(Level.ALL).of_client(client)
    found: Message | None = rows.filter(message_id=draft.in_reply_to).first()
    return found


def still_theirs(draft: Message | None, version: int | None) -> Message | None:
    """The draft, unless it was saved elsewhere since this version of it."""
    return draft if draft is None or version in {None, draft.version} else None


def _own(client: Client, member: Member) -> Any:
    rows = Message.objects.filter(author=member).drafts().of_client(client)
    return rows.select_related("mailbox").prefetch_related("parties", "attachments")

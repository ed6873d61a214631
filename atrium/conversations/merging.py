"""Notes, their pictures, calls, comments and messages go to the client that stays."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from atrium.clients.merge_rules import Moving, goes_along, moves, moves_all
from atrium.conversations.models import Message
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

moves_all("conversations.note", noun=gettext_lazy("notes"))
moves_all("conversations.image")
goes_along("conversations.image", "note")
moves_all("conversations.call", noun=gettext_lazy("calls"))
moves_all("conversations.comment", noun=gettext_lazy("comments"))


@moves("conversations.unanswered")
def waiting(moving: Moving) -> None:
    """What waits from both waits once."""
    standing = {row.message_id for row in moving.standing}
    for row in moving.rows:
        if row.message_id in standing:
            moving.keep_back(row, "")
        standing.add(row.message_id)


goes_along("conversations.comment", "reply_to")


def _known(member: Member | None, rows: list[Any]) -> Collection[int]:
    """The filings of messages that the member, or everyone who sees the clients, may know of (X10)."""
    told = Message.objects.filter(pk__in=[row.message_id for row in rows]).known_to(member)
    messages = set(told.values_list("pk", flat=True))
    return {row.pk for row in rows if row.message_id in messages}


@moves(
    "conversations.filing",
    noun=gettext_lazy("messages"),
    one=lambda row: gettext("Message of {at}").format(at=f"{spoken(row.at):%-d %b %Y}"),
    known=_known,
)
def messages(moving: Moving) -> None:
    """One that is filed to both stays filed to both."""
    standing = {row.message_id for row in moving.standing}
    for row in moving.rows:
        if row.message_id in standing:
            moving.keep_back(row, gettext("it is filed to both"))
        standing.add(row.message_id)

"""What comments hang on the client page, on the notifications and on the mail about them (B11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, JSONField, OuterRef, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from atrium.clients.events_seen import seen_with
from atrium.clients.page import Context, panel
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.clients.telling import NO_UNDO, card, told_beside
from atrium.conversations.comment_audience import hearing
from atrium.conversations.comment_events import CommentEdited, CommentWritten
from atrium.conversations.comment_replies import ABOVE, reply_address
from atrium.conversations.models import Comment
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.letter import Words, letter_words
from atrium.notifications.models import Delivery
from atrium.notifications.topics import Topic, topic
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

seen_with("comment", Can.COMMENTS_SEE)
NEEDS["conversations.comment"] = Need("comments", Can.COMMENTS_WRITE)
# It has its own way back.
NO_UNDO.add("comment.written")

COMMENTS = topic(
    Topic(
        code="comments",
        label=gettext_lazy("Comments"),
        text=gettext_lazy(
            "Somebody comments on a client that you commented on, or whose work you manage."
        ),
        icon="message-square",
        order=12,
        needs=Can.COMMENTS_SEE,
        email=True,
    )
)
MENTIONS = topic(
    Topic(
        code="comment-mentions",
        label=gettext_lazy("Mentions in comments"),
        text=gettext_lazy("Somebody names you with an @ in a comment."),
        icon="at-sign",
        order=11,
        needs=Can.COMMENTS_SEE,
        email=True,
    )
)


@tell(CommentWritten, topic=COMMENTS)
def concerned(event: Event) -> Iterable[Member | None]:
    return hearing(event.client)


@tell(CommentWritten, CommentEdited, topic=MENTIONS)
def mentioned(event: Event) -> Iterable[Member | None]:
    keys = event.particulars.get("mentions", [])
    return list(Member.objects.filter(pk__in=keys)) if keys else []


@letter_words(CommentWritten.code)
def mailed(delivery: Delivery) -> Words:
    """The comment as it stands now; the answer comes back as a comment of who gets the mail."""
    comment = Comment.objects.filter(pk=delivery.event.subject_id).kept().first()
    if comment is None:
        return Words()
    thread = comment.reply_to_id or comment.pk
    address = reply_address(
        organisation=delivery.organisation.pk, thread=thread, member=delivery.member_id
    )
    may = delivery.member.can(Can.COMMENTS_WRITE)
    return Words(
        quote=comment.text,
        reply_to=address if may else "",
        above=ABOVE if may and address else "",
        thread=f"comments.{delivery.organisation.pk}.{thread}",
    )


@told_beside("comment")
def told_comment() -> Combinable:
    """Of the event of a comment the row, by the statement that fetches the events."""
    row = JSONObject(
        key="public_id", html="html", edited="edited_at", version="version", thread="reply_to_id"
    )
    kept = Comment.objects.filter(pk=OuterRef("subject_id")).kept()
    mine = Subquery(kept.values(row=row)[:1])
    return Case(When(kind=CommentWritten.code, then=mine), output_field=JSONField())


@card(CommentWritten.code, template="conversations/comments/told.html")
def comments_told(portrait: Portrait, events: list[Event]) -> dict[int, Any]:
    """The comments themselves; of a removed one the line tells."""
    return {
        event.pk: row | {"key": UUID(row["key"])}
        for event in events
        if (row := getattr(event, "comment", None))
    }


@panel(
    slug="comments",
    side="right",
    order=25,
    needs=Can.COMMENTS_SEE,
    template="conversations/comments/panel_later.html",
)
def comments(request: MemberRequest, portrait: Portrait) -> Context:
    """The comments, read when the pane comes into view."""
    return {}

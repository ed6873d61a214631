"""The comments on a client, thread by thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Self

from atrium.clients import lexicon
from atrium.conversations.models import Comment
from atrium.foundation.numbers import fits
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

PAGE = 20
MOST_REPLIES = 400


@dataclass
class Said:
    """A comment as it is shown. A removed one keeps its place while it has replies."""

    comment: Comment
    at: datetime
    may_edit: bool
    may_remove: bool
    replies: list[Said] = field(default_factory=list)


@dataclass
class Threads:
    """Some threads, the newest last; ``before`` is the place where older ones go on, empty at the end."""

    client: Client
    threads: list[Said]
    may_write: bool
    before: str

    @classmethod
    def read(cls, client: Client, member: Member, before: str = "") -> Self:
        """By two statements; a place that cannot be read is the end."""
        roots = Comment.objects.filter(client=client, reply_to=None).order_by("-id")
        if fits(before):
            roots = roots.filter(pk__lt=int(before))
        found = list(roots[: PAGE + 1])
        shown = found[:PAGE][::-1]
        rows = Comment.objects.filter(reply_to__in=[root.pk for root in shown]).kept()
        replies = list(rows.order_by("id")[:MOST_REPLIES]) if shown else []
        said = {root.pk: cls._said(root, client, member) for root in shown}
        for reply in replies:
            said[reply.reply_to_id or 0].replies.append(cls._said(reply, client, member))
        threads = [one for one in said.values() if not one.comment.binned_at or one.replies]
        more = str(shown[0].pk) if found[PAGE:] else ""
        may = member.can(Can.COMMENTS_WRITE) and not client.is_archived
        return cls(client, threads, may, more)

    @staticmethod
    def _said(comment: Comment, client: Client, member: Member) -> Said:
        comment.client = client
        author = lexicon.of(member.organisation).members.get(comment.author_id)
        if author is not None:
            comment.author = author
        live = not client.is_archived and comment.binned_at is None
        return Said(
            comment,
            member.organisation.local(comment.written_at),
            live and comment.may_be_edited_by(member),
            live and comment.may_be_removed_by(member),
        )

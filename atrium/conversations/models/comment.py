from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import Truncator

from atrium.clients.models import Client
from atrium.conversations.comment_events import (
    CommentBinned,
    CommentEdited,
    CommentUnbinned,
    CommentWritten,
)
from atrium.conversations.comment_replies import NotTaken, Reply, read_token
from atrium.conversations.content import EditedMeanwhile, checked
from atrium.conversations.marked import marked
from atrium.conversations.mentions import mentioned
from atrium.conversations.richtext import from_plain
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting
from atrium.timeline.source import Source, coming_from

BIN_KEEPS = timedelta(days=30)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Ways to choose comments."""

    def visible_to(self, member: Member) -> CommentQuerySet:
        """Comments are the organisation's own: never for clients, nor for who may not read them."""
        if not member.can(Can.COMMENTS_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen))

    def kept(self) -> CommentQuerySet:
        return self.filter(binned_at=None)

    def to_purge(self, now: datetime) -> CommentQuerySet:
        """Those that lay in the bin for as long as it keeps them."""
        return self.filter(binned_at__lte=now - BIN_KEEPS).exclude(html="")


CommentManager = OwnedManager.from_queryset(CommentQuerySet)


class Comment(Owned):
    """What a member says to the others about a client (B11). It never leaves the organisation.

    ``reply_to`` is the first comment of its thread; ``message_id`` that of the mail it came by.
    Earlier versions are in the journal.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="comments", db_constraint=False, db_index=False
    )
    reply_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="replies",
        db_constraint=False,
        db_index=False,
    )
    author = models.ForeignKey(
        Member, models.PROTECT, related_name="comments", db_constraint=False, db_index=False
    )
    html = models.TextField()
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    binned_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = CommentManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="comment_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="comment_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "message_id"],
                condition=~Q(message_id=""),
                name="comment_came_once",
            ),
            SameOrganisation("client"),
            SameOrganisation("reply_to"),
            SameOrganisation("author"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "id"], name="comment_by_client"),
            models.Index(
                fields=["organisation", "reply_to", "id"],
                condition=Q(reply_to__isnull=False),
                name="comment_by_thread",
            ),
        ]

    def __str__(self) -> str:
        return self.excerpt

    @property
    def excerpt(self) -> str:
        """The first words."""
        return Truncator(" ".join(self.text.split())).chars(120)

    @property
    def marked(self) -> str:
        """The text as it is edited in a plain field."""
        return marked(self.html)

    @classmethod
    def write(
        cls,
        client: Client,
        *,
        by: Member,
        html: str,
        reply_to: Comment | None = None,
        message_id: str = "",
    ) -> Comment:
        """A new comment, or a reply in the thread of another one; refused when empty."""
        html, text = checked(html, by)
        with acting(by=by, label=gettext("Commented on {client}").format(client=client)) as act:
            act.lock(client)
            client.refuse_archived()
            if reply_to is not None and reply_to.client_id != client.pk:
                msg = gettext("That comment is about another client.")
                raise Refusal(msg, field="reply_to")
            comment = cls(client=client, author=by, html=html, text=text, message_id=message_id)
            if reply_to is not None:
                comment.reply_to_id = reply_to.reply_to_id or reply_to.pk
            act.insert(comment)
            story = CommentWritten(
                excerpt=comment.excerpt, said=text[:2000], mentions=mentioned(html, by=by)
            )
            act.record(story, client=client, subject=comment)
        return comment

    @classmethod
    def receive(cls, reply: Reply) -> Comment:
        """A comment that came by mail, as the answer to one that was mailed.

        Raises NotTaken with the reason: who it is from, what the token says and what the member may
        do are asked anew, nothing is believed because it was once so. One Message-ID is taken once.
        """
        token = read_token(reply.token)
        with current.entered(token.organisation), coming_from(Source.MAIL):
            member = Member.objects.select_related("user", "organisation").filter(pk=token.member)
            by: Member | None = member.first()
            thread: Comment | None = cls.objects.filter(pk=token.thread).first()
            if by is None or thread is None:
                raise NotTaken(gettext("What it answers is not here any more."))
            if reply.sender.casefold() != by.user.email.casefold():
                raise NotTaken(
                    gettext("It was sent from {sender}, not from the address of {by}.").format(
                        sender=reply.sender, by=by
                    )
                )
            known = Client.objects.visible_to(by).filter(pk=thread.client_id).first()
            if not by.can(Can.COMMENTS_WRITE) or known is None:
                raise NotTaken(
                    gettext("{by} may not comment on this client any more.").format(by=by)
                )
            if reply.message_id and cls.objects.filter(message_id=reply.message_id).exists():
                raise NotTaken(gettext("This message was taken before."))
            try:
                with transaction.atomic():
                    return cls.write(
                        known,
                        by=by,
                        html=from_plain(reply.text),
                        reply_to=thread,
                        message_id=reply.message_id,
                    )
            except IntegrityError as error:
                raise NotTaken(gettext("This message was taken before.")) from error
            except Refusal as error:
                raise NotTaken(str(error)) from error

    def edit(self, *, by: Member, html: str, version: int | None = None) -> None:
        """Change what it says; the earlier text stays in its history. Only its author may."""
        self._refuse_strangers(by)
        html, text = checked(html, by)
        with acting(
            by=by, label=gettext("Edited a comment on {client}").format(client=self.client)
        ) as act:
            act.lock(self)
            self._refuse_binned()
            if version not in {None, self.version}:
                raise EditedMeanwhile
            known = mentioned(self.html, by=by)
            if act.change(self, html=html, text=text):
                act.change(self, edited_at=timezone.now())
                new = [key for key in mentioned(html, by=by) if key not in known]
                story = CommentEdited(excerpt=self.excerpt, said=text[:2000], mentions=new)
                act.record(story, client=self.client, subject=self)

    def bin(self, *, by: Member) -> None:
        """Remove it; for 30 days it can be brought back. Its author may, and who moderates notes."""
        self._refuse_strangers(by, moderates=True)
        with acting(
            by=by, label=gettext("Removed a comment on {client}").format(client=self.client)
        ) as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.binned_at is None:
                act.change(self, binned_at=timezone.now())
                act.record(CommentBinned(excerpt=self.excerpt), client=self.client, subject=self)

    def unbin(self, *, by: Member) -> None:
        """Bring it back from the bin; refused when its text is gone."""
        self._refuse_strangers(by, moderates=True)
        with acting(
            by=by, label=gettext("Brought a comment on {client} back").format(client=self.client)
        ) as act:
            act.lock(self)
            self.client.refuse_archived()
            if not self.html:
                raise Refusal(gettext("Its text was removed for good after 30 days."))
            if self.binned_at is not None:
                act.change(self, binned_at=None)
                act.record(CommentUnbinned(excerpt=self.excerpt), client=self.client, subject=self)

    def purge(self) -> None:
        """Blank the text of one that lay in the bin for 30 days; that there was one stays."""
        with acting(
            by=None,
            label=gettext("Emptied a removed comment on {client}").format(client=self.client),
        ) as act:
            act.lock(self)
            if self.binned_at and self.binned_at <= timezone.now() - BIN_KEEPS:
                act.change(self, html="", text="")

    def may_be_edited_by(self, member: Member) -> bool:
        """Nobody puts words into the mouth of another."""
        return self.author_id == member.pk and member.can(Can.COMMENTS_WRITE)

    def may_be_removed_by(self, member: Member) -> bool:
        return self.may_be_edited_by(member) or member.can(Can.NOTES_MODERATE)

    def _refuse_strangers(self, by: Member, *, moderates: bool = False) -> None:
        may = self.may_be_removed_by(by) if moderates else self.may_be_edited_by(by)
        if not may:
            msg = gettext(
                "Only its author may change a comment; its author or a manager removes it."
            )
            raise Refusal(msg)

    def _refuse_binned(self) -> None:
        self.client.refuse_archived()
        if self.binned_at is not None:
            msg = gettext("The comment was removed meanwhile; bring it back first.")
            raise Refusal(msg)

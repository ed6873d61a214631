from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.files import File
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from atrium.clients.events_seen import settle_activity
from atrium.clients.models import Client
from atrium.conversations.content import LONGEST
from atrium.conversations.events import MessageFailed, MessageSent, MessageUnsure
from atrium.conversations.mail.following import domain, named_by, references
from atrium.conversations.mail.writing import Writing, one_line
from atrium.conversations.models.attachment import Attachment
from atrium.conversations.models.filing import FiledBy, Filing
from atrium.conversations.models.holding import Holding
from atrium.conversations.models.image import Image
from atrium.conversations.models.level import Level
from atrium.conversations.models.mailbox import Mailbox
from atrium.conversations.models.message_indexes import CONSTRAINTS, INDEXES
from atrium.conversations.models.message_queryset import MessageManager
from atrium.conversations.models.message_state import CLAIMS, Channel, Direction, State
from atrium.conversations.models.party import RECEIVES, Party, PartyKind
from atrium.conversations.models.sms_number import SmsNumber
from atrium.conversations.models.thread import Thread
from atrium.conversations.models.unanswered import Unanswered
from atrium.conversations.richtext import plain, safe
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting

# How the end of a message is told.
KINDS = {State.SENT: MessageSent, State.FAILED: MessageFailed, State.UNKNOWN: MessageUnsure}
UNDO_FOR = timedelta(seconds=10)
# After so long without a mail server that takes it, a message has failed.
GIVES_UP_AFTER = timedelta(hours=24)


class Message(Owned):
    """Something said to or by a client: an e-mail, later an SMS or a word in the portal.

    It is its own record: it is not in the journal, once it left its words never change. Who sees
    how much of it is said by MessageQuerySet.visible_to() alone. ``message_id`` is the one that
    mail knows it by, without its angle brackets; it is made once, when the message is queued.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="messages", db_constraint=False, db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.OUT)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    message_id = models.CharField(max_length=500, blank=True)
    in_reply_to = models.CharField(max_length=500, blank=True)
    references = models.TextField(blank=True)
    subject = models.CharField(max_length=900, blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        related_name="messages",
        db_constraint=False,
        db_index=False,
    )
    mailbox = models.ForeignKey(
        Mailbox, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    number = models.ForeignKey(
        SmsNumber, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True)
    leave_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(choices=Level, null=True)
    problem = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    automatic = models.BooleanField(default=False)
    raw = models.CharField(max_length=100, blank=True)
    # What was typed into the lines of a draft as long as it is none of addresses.
    typed: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    # How much of it the reader sees, as a Level; answered by visible_to().
    seen: int

    objects: ClassVar = MessageManager()

    class Meta(Owned.Meta):
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return f"{self.channel} {self.public_id}"

    @classmethod
    def write(
        cls,
        client: Client,
        writing: Writing,
        *,
        by: Member,
        mailbox: Mailbox,
        answers: Message | None = None,
    ) -> Message:
        """A new draft to the client, in the thread of what it ``answers``."""
        client.refuse_archived()
        mailbox.refuse_sender(by)
        with transaction.atomic():
            thread = (
                answers.thread if answers else Thread.objects.create(subject=writing.subject[:300])
            )
            row: Message = cls(
                thread=thread,
                author=by,
                in_reply_to=named_by(answers) if answers else "",
                references=references(answers) if answers else "",
            )
            row._take(writing, mailbox)
            row.save(force_insert=True)
            Party.write(row, client, writing)
            Filing.objects.create(message=row, client=client, how=FiledBy.WRITTEN, by=by)
            Holding.objects.create(message=row, mailbox=mailbox)
            Image.claim_in(row, client, by=by)
            for file in writing.files:
                Attachment.enclose(row, file)
        return row

    def rewrite(self, client: Client, writing: Writing, *, by: Member, mailbox: Mailbox) -> None:
        """Put other words into one's own draft."""
        mailbox.refuse_sender(by)
        with transaction.atomic():
            self._hold(by, State.DRAFT)
            self._take(writing, mailbox)
            self.version += 1
            self.save()
            named = Party.objects.filter(message=self).exclude(kind=PartyKind.REPLY_TO)
            named._raw_delete("default")  # noqa: SLF001 - delete() would collect by bare keys
            Party.write(self, client, writing)
            Holding.objects.filter(message=self).update(mailbox=mailbox)
            Image.claim_in(self, client, by=by)

    def attach(self, file: File[Any], *, by: Member) -> Attachment:
        """Keep a file with one's own draft."""
        with transaction.atomic():
            self._hold(by, State.DRAFT)
            return Attachment.keep(self, file)

    def detach(self, file: Attachment, *, by: Member) -> None:
        """Take a file off one's own draft."""
        with transaction.atomic():
            self._hold(by, State.DRAFT)
            file.drop()

    def send(self, *, by: Member, at: datetime | None = None) -> None:
        """Let it leave: in ten seconds, until which it can be taken back, or at ``at``.

        Refused where nobody is named, a draft is somebody else's, or its client went out of sight.
        From here on its Message-ID stands.
        """
        from atrium.conversations.mail.tasks import leave  # noqa: PLC0415 - which loads messages

        now = timezone.now()
        with transaction.atomic():
            self._hold(by, State.DRAFT)
            seen = Client.objects.visible_to(by).filter(pk=OuterRef("client_id"))
            if self.filings.filter(~Exists(seen)).exists():
                msg = gettext("You may not see this client any more, so you cannot write to it.")
                raise Refusal(msg)
            if not self.parties.receiving().exists():
                raise Refusal(gettext("Say whom it goes to."), field="to")
            if at is not None and at < now:
                raise Refusal(gettext("Choose a moment that is still to come."), field="leave_at")
            assert self.mailbox is not None
            self.state = State.SCHEDULED if at else State.QUEUED
            self.at = at or now
            self.leave_at, self.queued_at, self.problem = at or now + UNDO_FOR, now, ""
            self.message_id = f"{public_id()}@{domain(self.mailbox.address)}"
            self.save()
            Image.let_go_of(self)
            leave.using(run_after=self.leave_at).enqueue(self.organisation.pk, self.pk, self.turn)
            Unanswered.answered(self)

    def take_back(self, *, by: Member) -> None:
        """Make it a draft again. Refused once it is being handed over, or somebody has got it."""
        with transaction.atomic():
            self._hold(by, State.SCHEDULED, State.QUEUED)
            put_off = self.attempts.exists() and not self.parties.exclude(taken_at=None).exists()
            if not put_off and self.leave_at and self.leave_at <= timezone.now():
                raise Refusal(gettext("It is too late: this message has left already."))
            self.state, self.leave_at, self.queued_at = State.DRAFT, None, None
            self.message_id = self.problem = ""
            self.save()
            Unanswered.left_open(self)

    def retry(self, *, by: Member) -> None:
        """Try anew what failed, with the same Message-ID, to those who have not got it."""
        from atrium.conversations.mail.tasks import leave  # noqa: PLC0415 - which loads messages

        with transaction.atomic():
            self._hold(by, State.FAILED, State.UNKNOWN)
            self.parties.receiving().filter(taken_at=None).update(refusal="")
            self.state, self.queued_at, self.problem = State.QUEUED, timezone.now(), ""
            self.told_at, self.leave_at = None, self.queued_at
            self.save()
            leave.enqueue(self.organisation.pk, self.pk, self.turn)
            Unanswered.answered(self)

    def discard(self, *, by: Member) -> None:
        """Throw one's own draft away, with its files, for good."""
        with transaction.atomic():
            self._hold(by, State.DRAFT)
            for each in Attachment.objects.filter(message=self):
                each.drop()
            Image.let_go_of(self)
            for rows in (Party.objects, Filing.objects, Holding.objects):
                rows.filter(message=self)._raw_delete("default")  # noqa: SLF001 - as above
            self.delete()

    def show_to(self, level: Level | None, *, by: Member) -> None:
        """Let others see so much of it; None: as its mailboxes say. For who sees all of it by right."""
        if not self.is_of(by):
            msg = gettext("Only its author, or who keeps its mailbox, decides who sees it.")
            raise Refusal(msg)
        with transaction.atomic():
            type(self).objects.filter(pk=self.pk).update(level=level)
            self.level = level
            settle_activity(filing.client for filing in self.filings.select_related("client"))

    def is_of(self, member: Member) -> bool:
        """Whether the member sees all of it by right: its author, and who keeps a mailbox holding it."""
        kept = Mailbox.objects.kept_by(member)
        held = Holding.objects.filter(message=self, mailbox__in=kept)
        return self.author_id == member.pk or bool(held.exists())

    def tell(self) -> None:
        """Tell on the timelines how it ended, once; nothing of its words goes there (X10)."""
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if row.told_at or row.state not in KINDS:
                return
            kind = KINDS[State(row.state)]
            if row.state == State.FAILED:
                Unanswered.left_open(row)
            story = kind(receivers=row.parties.receiving().count(), files=row.attachments.count())
            by = row.author if row.state == State.SENT else None
            with acting(by=by, label=gettext("Wrote an e-mail")) as act:
                quiet = not type(self).objects.filter(pk=row.pk).seen_by_others().exists()
                for filing in row.filings.select_related("client"):
                    act.record(story, client=filing.client, subject=row, quiet=quiet)
            type(self).objects.filter(pk=row.pk).update(told_at=timezone.now())

    @property
    def turn(self) -> str:
        """Names the one run of the queue that may hand it over; of an earlier turn nothing comes."""
        return self.leave_at.isoformat() if self.leave_at else ""

    @property
    def claims_ours(self) -> bool:
        """Whether it is from one of our addresses only by its own word."""
        return CLAIMS in self.problem

    @property
    def receivers(self) -> list[Party]:
        return [party for party in self.parties.all() if party.kind in RECEIVES]

    @property
    def sender(self) -> Party | None:
        return next((party for party in self.parties.all() if party.kind == PartyKind.FROM), None)

    def _hold(self, by: Member, *states: State) -> None:
        """Lock the row, if it is ``by``'s own and in one of the states; else refused."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
        own = self.author_id == by.pk or (self.state != State.DRAFT and self.is_of(by))
        if not (own and by.can(Can.MAIL_SEND)):
            raise Refusal(gettext("This message is somebody else's."))
        if self.state not in states:
            state = within(State(self.state).label)
            raise Refusal(gettext("Not possible: the message is “{state}”.").format(state=state))

    def _take(self, writing: Writing, mailbox: Mailbox) -> None:
        if len(writing.html) > LONGEST:
            msg = gettext("A message has at most {most} characters; send the rest as a file.")
            msg = msg.format(most=f"{spoken(LONGEST):,}")
            raise Refusal(msg, field="text")
        self.subject, self.html = one_line(writing.subject, 900), safe(writing.html)
        self.text, self.mailbox, self.level = plain(self.html), mailbox, writing.level
        self.typed = dict(writing.typed)

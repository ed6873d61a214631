from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models import Client, Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.projects.events import (
    DeliverableAnswered,
    DeliverableHeldBack,
    DeliverablePlanned,
    DeliverableSent,
)
from atrium.projects.models.deliverable import Deliverable
from atrium.projects.models.holding import refuse_held
from atrium.projects.models.receiver import address_for
from atrium.projects.models.sending_queryset import SendingManager
from atrium.projects.sending_mail import let_leave
from atrium.timeline.acting import Acting, acting

OPEN_FOR = timedelta(days=60)
FURTHEST = timedelta(days=366)
MOST_AT_ONCE = 50
LONGEST = 2000
_SALT = "atrium.projects.sending"


class Reply(models.TextChoices):
    """What the receiver says of it."""

    NONE = "", gettext_lazy("No answer yet")
    APPROVED = "approved", gettext_lazy("Approved")
    CHANGES = "changes", gettext_lazy("Asks for changes")


class Sending(Owned):
    """That a version of a deliverable goes to one person, and what they say of it (B09, X09).

    Its token opens this one thing for this one person until it expires. Sendings of one ``batch``
    leave in one mail for each person. ``override`` is why it may leave while the client is on hold.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    deliverable = models.ForeignKey(
        Deliverable, models.PROTECT, related_name="sendings", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    address = models.CharField(max_length=320)
    batch = models.UUIDField()
    words = models.TextField(blank=True)
    override = models.CharField(max_length=500, blank=True)
    sent_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    made_at = models.DateTimeField(default=timezone.now)
    leave_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    held_back = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=10, choices=Reply, blank=True)
    comment = models.CharField(max_length=LONGEST, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SendingManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="sending_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "batch", "deliverable", "contact"], name="sending_once"
            ),
            SameOrganisation("deliverable"),
            SameOrganisation("contact"),
            SameOrganisation("sent_by"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "deliverable", "id"], name="sending_by_deliverable"
            ),
            models.Index(
                fields=["organisation", "leave_at"],
                condition=Q(sent_at=None, held_back="", revoked_at=None),
                name="sending_due",
            ),
        ]

    def __str__(self) -> str:
        return gettext("{deliverable} for {contact}").format(
            deliverable=self.deliverable, contact=self.contact
        )

    @property
    def client(self) -> Client:
        return self.deliverable.project.client

    @property
    def reply_as(self) -> Reply:
        return Reply(self.reply)

    @property
    def is_open(self) -> bool:
        """Whether its link opens something, but for a hold."""
        gone = self.deliverable.removed_at or self.deliverable.project.binned_at or self.revoked_at
        return not gone and self.sent_at is not None and self.expires_at > timezone.now()

    @classmethod
    def send(
        cls,
        deliverables: Sequence[Deliverable],
        contacts: Sequence[Contact],
        *,
        by: Member,
        words: str = "",
        at: datetime | None = None,
        override: str = "",
    ) -> list[Sending]:
        """Send deliverables of one project to people of its client, each by a mail of their own.

        The one way out. Refused while the client is on hold, unless ``by`` may override and says
        why; with ``at`` that is asked now and once more when they leave.
        """
        if not deliverables or not contacts:
            msg = gettext("Choose what to send, and to whom.")
            raise Refusal(msg, field="contacts" if deliverables else "deliverables")
        if len(deliverables) * len(contacts) > MOST_AT_ONCE:
            msg = gettext("Send at most {most_at_once} at once; choose fewer.").format(
                most_at_once=MOST_AT_ONCE
            )
            raise Refusal(msg, field="contacts")
        now, project = timezone.now(), deliverables[0].project
        if at is not None and not now < at <= now + FURTHEST:
            msg = gettext("Choose a moment within the next year.")
            raise Refusal(msg, field="at")
        with acting(
            by=by, label=gettext("Sent deliverables of {project}").format(project=project)
        ) as act:
            for one in sorted(deliverables, key=lambda each: each.pk):
                one.hold(act)
            reason = refuse_held(project.client, act, override=override)
            batch, leaves = uuid4(), at or now
            rows = [
                cls(
                    deliverable=one,
                    number=one.number,
                    contact=contact,
                    address=address_for(contact, project.client),
                    batch=batch,
                    words=words.strip()[:LONGEST],
                    override=reason,
                    sent_by=by,
                    leave_at=leaves,
                    expires_at=leaves + OPEN_FOR,
                )
                for contact in contacts
                for one in deliverables
            ]
            act.insert_many(rows)
            if at is None:
                _leave(rows, act, by)
            else:
                when = spelled(project.client.organisation.local(at), "%a %-d %b %Y, %H:%M")
                story = DeliverablePlanned(
                    project=str(project), what=_what(rows), whom=_whom(rows), when=when
                )
                act.record(story, client=project.client, subject=project)
        return rows

    @classmethod
    def leave(cls, batch: UUID) -> None:
        """Let what is due of a batch leave, if its client is not on hold by now; else say why it stays."""
        with acting(by=None, label=gettext("Sent what was due")) as act:
            due = cls.objects.all().due(timezone.now()).filter(batch=batch).order_by("id")
            some = act.lock_many(due)
            rows = list(
                cls.objects.filter(pk__in=[row.pk for row in some])
                .select_related("deliverable__project__client__organisation", "contact", "sent_by")
                .order_by("id")
            )
            if not rows:
                return
            first = rows[0]
            project, by = first.deliverable.project, first.sent_by
            try:
                with act.step():
                    for row in rows:
                        row.deliverable.hold(act)
                    refuse_held(project.client, act, known=first.override)
                    _leave(rows, act, _sender(by))
            except Refusal as error:
                act.change_many(rows, held_back=str(error)[:500])
                story = DeliverableHeldBack(
                    project=str(project), what=_what(rows), reason=str(error)[:500]
                )
                act.record(story, client=project.client, subject=project)

    def take_back(self, *, by: Member) -> None:
        """Let its link open nothing any more; one that was still to leave does not."""
        with acting(by=by, label=gettext("Took back {sending}").format(sending=self)) as act:
            act.lock(self)
            if self.revoked_at is None:
                act.change(self, revoked_at=timezone.now())

    def answer(self, reply: Reply, *, comment: str = "") -> None:
        """What the receiver says of the version they were sent; told to who manages the project."""
        comment = " ".join(comment.split())[:LONGEST]
        if reply == Reply.CHANGES and not comment:
            msg = gettext("Say what should be different.")
            raise Refusal(msg, field="comment")
        with acting(
            by=None,
            label=gettext("{contact} answered {deliverable}").format(
                contact=self.contact, deliverable=self.deliverable
            ),
        ) as act:
            client = self.client
            act.lock(client)
            act.lock(self)
            if not self.is_open:
                msg = gettext("This link does not open anything any more.")
                raise Refusal(msg)
            refuse_held(client, act, known=self.override)
            if act.change(self, reply=reply, comment=comment):
                act.change(self, replied_at=timezone.now())
                story = DeliverableAnswered(
                    project=str(self.deliverable.project),
                    name=gettext("{deliverable}, version {number}").format(
                        deliverable=self.deliverable, number=self.number
                    ),
                    who=str(self.contact),
                    answer=_SAYS[reply],
                    comment=comment,
                )
                act.record(story, client=client, subject=self.deliverable.project)

    def token(self) -> str:
        """What opens it for its receiver, and always the same."""
        return signing.Signer(salt=_SALT).sign_object([self.organisation_id, str(self.public_id)])

    @staticmethod
    def key_in(token: str) -> tuple[int, str] | None:
        """The organisation's key and its own in a token(); None for anything else."""
        try:
            organisation, key = signing.Signer(salt=_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError):
            return None
        return organisation, key


_SAYS = {
    Reply.APPROVED: gettext_lazy("approved"),
    Reply.CHANGES: gettext_lazy("asks for changes of"),
}


def _sender(by: Member | None) -> Member:
    if by is None or not by.is_active:
        msg = gettext("Who was to send it does not work here any more.")
        raise Refusal(msg)
    return by


def _leave(rows: Sequence[Sending], act: Acting, by: Member) -> None:
    """One mail for each person; the timeline tells it once."""
    project = rows[0].deliverable.project
    for contact in dict.fromkeys(row.contact_id for row in rows):
        let_leave([row for row in rows if row.contact_id == contact], by=by)
    act.change_many(rows, sent_at=timezone.now())
    story = DeliverableSent(project=str(project), what=_what(rows), whom=_whom(rows))
    act.record(story, client=project.client, subject=project)


def _what(rows: Sequence[Sending]) -> str:
    return ", ".join(dict.fromkeys(str(row.deliverable) for row in rows))


def _whom(rows: Sequence[Sending]) -> str:
    return ", ".join(dict.fromkeys(str(row.contact) for row in rows))

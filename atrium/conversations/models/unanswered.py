from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from atrium.clients.models import Client, Contact
from atrium.conversations.models.filing import Filing
from atrium.conversations.models.holding import Holding
from atrium.conversations.models.look import Look
from atrium.conversations.models.message_state import Direction, State
from atrium.conversations.models.party import RECEIVES, PartyKind
from atrium.conversations.models.thread import Thread
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager

if TYPE_CHECKING:
    from atrium.conversations.models.call import Call
    from atrium.conversations.models.message import Message
    from atrium.timeline.acting import Acting

# What was said before is history: a mailbox that is set up does not make all of it wait.
LATELY = timedelta(days=14)
_LEFT = (State.SENT, State.DELIVERED, State.BOUNCED)


class Closed(models.TextChoices):
    """Why a word of a client does not wait any more."""

    ANSWER = "answer", gettext_lazy("Answered")
    CALL = "call", gettext_lazy("Called")
    DONE = "done", gettext_lazy("Done")


class UnansweredQuerySet(models.QuerySet["Unanswered"]):
    """Ways to choose what waits."""

    def open(self) -> UnansweredQuerySet:
        return self.filter(closed_at=None)

    def awake(self) -> UnansweredQuerySet:
        """Those that are not put off until later; by the clock wake() ends that."""
        return self.filter(snoozed_until=None)

    def asleep(self) -> UnansweredQuerySet:
        return self.filter(snoozed_until__isnull=False)

    def wake(self) -> int:
        """Bring back, as new, what was put off until now; how many they were."""
        now = timezone.now()
        rows = self.open().filter(snoozed_until__lte=now)
        return rows.update(snoozed_until=None, came_at=now)

    def visible_to(self, member: Member) -> UnansweredQuerySet:
        """Those of clients the member sees, whose message they may know of (X10)."""
        messages: Any = self.model._meta.get_field("message").related_model
        known = messages._default_manager.visible_to(member).filter(pk=OuterRef("message_id"))
        seen = Client.objects.visible_to(member).live().filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen), Exists(known))

    def known_to_all(self) -> UnansweredQuerySet:
        """Those whose message everyone may know of who sees the client: for figures."""
        messages: Any = self.model._meta.get_field("message").related_model
        known = messages._default_manager.seen_by_others().filter(pk=OuterRef("message_id"))
        return self.filter(Exists(known))

    def first_of_each_client(self) -> UnansweredQuerySet:
        """Of these, the one of each client that waits longest."""
        same = self.filter(client=OuterRef("client_id")).order_by("at", "id")
        return self.filter(pk=Subquery(same.values("pk")[:1]))

    def of(self, member: Member) -> UnansweredQuerySet:
        """Those the member is to answer: assigned to them, else of their clients and own mailboxes."""
        held = Holding.objects.filter(message=OuterRef("message_id"), mailbox__member=member)
        theirs = Q(client__owner=member) | Q(Exists(held))
        return self.filter(Q(thread__assignee=member) | (Q(thread__assignee=None) & theirs))

    def unread_by(self, member: Member) -> UnansweredQuerySet:
        """Those that came since the member looked at their thread last."""
        looked = Look.objects.filter(member=member, thread=OuterRef("thread_id"))
        return self.filter(~Exists(looked.filter(until__gte=OuterRef("came_at"))))


UnansweredManager = OwnedManager.from_queryset(UnansweredQuerySet)


class Unanswered(Owned):
    """That a word of a client waits for one of ours (V03, V08): one row for each message and client.

    A word of ours in the same thread answers it, or one to the same person by another way, and so
    does a call in which they were reached. A note does not: the client never hears of it.
    Nothing of the words is in here; who may know of it is said by its message.
    """

    message = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        related_name="unanswered",
        db_constraint=False,
        db_index=False,
    )
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="unanswered", db_constraint=False, db_index=False
    )
    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="unanswered", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    address_key = models.CharField(max_length=320, blank=True)
    at = models.DateTimeField()
    came_at = models.DateTimeField(default=timezone.now)
    snoozed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, choices=Closed, blank=True)
    answer = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    objects: ClassVar = UnansweredManager()

    class Meta(Owned.Meta):
        verbose_name = "waiting message"
        verbose_name_plural = "unanswered"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "message", "client"], name="unanswered_once"
            ),
            SameOrganisation("message"),
            SameOrganisation("client"),
            SameOrganisation("thread"),
            SameOrganisation("contact"),
            SameOrganisation("answer"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "client", "at"],
                condition=Q(closed_at=None),
                name="unanswered_by_client",
            ),
            models.Index(
                fields=["organisation", "at", "id"],
                condition=Q(closed_at=None),
                name="unanswered_open",
            ),
            models.Index(fields=["organisation", "thread"], name="unanswered_by_thread"),
            models.Index(
                fields=["organisation", "answer"],
                condition=Q(answer__isnull=False),
                name="unanswered_by_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} of client {self.client_id}"

    @classmethod
    def wait(
        cls, message: Message, clients: Iterable[Client], *, act: Acting | None = None
    ) -> None:
        """Let a message that came in wait with these clients; what slept in its thread wakes up.

        What answers by itself waits for nothing, nor does what is old, or answered already.
        """
        if not _asks(message):
            return
        sender = next((p for p in message.parties.all() if p.kind == PartyKind.FROM), None)
        there = set(cls.objects.filter(message=message.pk).values_list("client_id", flat=True))
        rows = [
            cls(
                message_id=message.pk,
                client=client,
                thread_id=message.thread_id,
                contact_id=sender.contact_id if sender else None,
                address_key=sender.address_key if sender else "",
                at=message.at,
            )
            for client in clients
            if client.pk not in there
        ]
        cls.objects.filter(thread=message.thread_id, closed_at=None).update(snoozed_until=None)
        if act is not None:
            act.insert_many(rows)
        else:
            cls.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def answered(cls, message: Message) -> None:
        """Close what a message of ours answers: what waits in its thread.

        Where nothing does, what its receivers said elsewhere: they were answered another way. A
        reply to one of two questions leaves the other open.
        """
        here = Filing.objects.filter(message=message.pk, client=OuterRef("client_id"))
        rows = cls.objects.filter(Exists(here), at__lte=message.at, closed_at=None)
        answer = {"how": Closed.ANSWER, "answer": message.pk, "snoozed_until": None}
        if rows.filter(thread=message.thread_id).update(closed_at=timezone.now(), **answer):
            return
        to = [p for p in message.parties.all() if p.kind in RECEIVES]
        said = Q(address_key__in=[p.address_key for p in to if p.address_key])
        said |= Q(contact__in=[p.contact_id for p in to if p.contact_id])
        rows.filter(said).update(closed_at=timezone.now(), **answer)

    @classmethod
    def left_open(cls, message: Message) -> None:
        """Let wait again what a message answered that did not leave after all."""
        rows = cls.objects.filter(answer=message.pk)
        rows.update(closed_at=None, how="", answer=None)

    @classmethod
    def called(cls, call: Call, act: Acting) -> None:
        """Close what a call answers: what this person said before, or the client if it names nobody."""
        said = {"contact": call.contact_id} if call.contact_id else {}
        rows = cls.objects.filter(client=call.client_id, closed_at=None, at__lte=call.started_at)
        found = act.lock_many(rows.filter(**said))
        act.change_many(found, closed_at=timezone.now(), how=Closed.CALL.value)


def _asks(message: Message) -> bool:
    """Whether somebody outside said it, lately, and no word of ours followed."""
    if message.direction != Direction.IN or message.state != State.RECEIVED:
        return False
    if message.automatic or message.claims_ours or message.at < timezone.now() - LATELY:
        return False
    later = message.thread.messages.filter(direction=Direction.OUT, at__gte=message.at)
    return not later.filter(state__in=_LEFT).exists()

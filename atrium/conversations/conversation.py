"""A conversation that waits, as one member sees it: who is to answer, when, and that nothing is left (V08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from atrium.clients.models import Client
from atrium.conversations.inbox_events import ConversationAssigned, ConversationDone
from atrium.conversations.models import Closed, Look, Message, Thread, Unanswered
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.notifications.models import Notification
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting

LONGEST_SLEEP = timedelta(days=366)


@dataclass
class Conversation:
    """A thread, and of what waits in it the rows that the member may know of, the newest first."""

    thread: Thread
    member: Member
    rows: list[Unanswered]

    @classmethod
    def named(cls, key: UUID, member: Member) -> Conversation | None:
        """The one with this key, if the member may know of a message in it."""
        thread: Thread | None = Thread.objects.filter(public_id=key).first()
        known = Message.objects.visible_to(member).said()
        if thread is None or not known.filter(thread=thread).exists():
            return None
        rows: Any = Unanswered.objects.open().visible_to(member).filter(thread=thread)
        rows = rows.select_related("client__organisation", "message")
        return cls(thread, member, list(rows.order_by("-at", "-id")))

    def assign(self, to: Member | None) -> None:
        """Let ``to`` answer, now and when the client writes again; None: whoever comes first.

        Refused for who could not: they may not write mail, or not see what there is to answer.
        """
        self._refuse()
        if to is not None and not (to.is_active and to.can(Can.MAIL_SEND) and self._known_to(to)):
            raise Refusal(
                gettext("{to} cannot answer this: they may not see it.").format(to=to),
                field="member",
            )
        whom = str(to) if to else gettext("whoever comes first")
        with acting(
            by=self.member, label=gettext("Gave a conversation to {whom}").format(whom=whom)
        ) as act:
            act.lock(self.thread)
            if act.change(self.thread, assignee=to):
                story = ConversationAssigned(whom=whom, member=to.pk if to else 0)
                for row in self._one_for_each_client():
                    act.record(story, client=row.client, subject=row.message, quiet=True)

    def snooze(self, until: datetime | None) -> None:
        """Put it off; it comes back then, or when the client writes again. None: it is back now."""
        self._refuse()
        if until is not None and not timedelta() < until - timezone.now() < LONGEST_SLEEP:
            raise Refusal(gettext("Choose a moment that is to come, within a year."), field="until")
        with acting(by=self.member, label=gettext("Put a conversation off")) as act:
            act.change_many(self._locked(act), snoozed_until=until)

    def finish(self) -> None:
        """Nothing is left to answer. It comes back by itself when the client writes again."""
        self._refuse()
        told = self._one_for_each_client()
        with acting(by=self.member, label=gettext("Closed a conversation")) as act:
            at, how = timezone.now(), Closed.DONE.value
            act.change_many(self._locked(act), closed_at=at, how=how, snoozed_until=None)
            for row in told:
                act.record(ConversationDone(), client=row.client, subject=row.message, quiet=True)

    def look(self) -> None:
        """The member sees it now: nothing in it is unread, nor are the notifications of it."""
        Look.take(self.thread, by=self.member)
        told = Notification.objects.filter(member=self.member, read_at=None)
        named = told.filter(
            event__subject_model="conversations.message",
            event__subject_id__in=self.thread.messages.values("pk"),
        )
        named.update(read_at=timezone.now())

    def keep_unread(self) -> None:
        """Look at it later."""
        Look.forget(self.thread, by=self.member)

    @property
    def clients(self) -> list[Client]:
        """Those who wait, each once."""
        return [row.client for row in self._one_for_each_client()]

    def _one_for_each_client(self) -> list[Unanswered]:
        return list({row.client_id: row for row in reversed(self.rows)}.values())

    def _locked(self, act: Any) -> list[Unanswered]:
        keys = [row.pk for row in self.rows]
        found: list[Unanswered] = act.lock_many(Unanswered.objects.open().filter(pk__in=keys))
        return found

    def _known_to(self, other: Member) -> bool:
        """Whether the other sees all that waits here."""
        seen = Unanswered.objects.visible_to(other).filter(pk__in=[row.pk for row in self.rows])
        return bool(self.rows) and seen.count() == len(self.rows)

    def _refuse(self) -> None:
        if not self.member.can(Can.MAIL_SEND):
            raise Refusal(gettext("Your role may not answer clients."))
        if not self.rows:
            raise Refusal(gettext("Nothing waits in this conversation any more."))

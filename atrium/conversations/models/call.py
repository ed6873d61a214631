from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.calendar.models import Task
from atrium.clients.models import Client, Contact
from atrium.conversations.call_checks import checked, said, shown
from atrium.conversations.call_events import CallBinned, CallEdited, CallLogged, CallUnbinned
from atrium.conversations.models.call_outcome import CallDirection, CallOutcome
from atrium.conversations.models.call_queryset import BIN_KEEPS, CallManager
from atrium.conversations.models.unanswered import Unanswered
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.phone import dialled
from atrium.foundation.ids import public_id
from atrium.foundation.said import listed, spelled
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What is to follow from a call: a task that is added in the same act."""

    due_on: date | None = None
    title: str = ""
    assignee: Member | None = None


class Call(Owned):
    """A telephone call with a client (R18). One of a number that is nobody's yet has no client.

    ``number`` is E.164, or what the telephone system said, whose own name for it is ``external_id``;
    ``duration`` is in seconds, None where nobody knows it.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client,
        models.PROTECT,
        null=True,
        related_name="calls",
        db_constraint=False,
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="calls",
        db_constraint=False,
        db_index=False,
    )
    direction = models.CharField(max_length=3, choices=CallDirection)
    number = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    duration = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=CallOutcome, default=CallOutcome.REACHED)
    note = models.TextField(blank=True)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="calls", db_constraint=False, db_index=False
    )
    external_id = models.CharField(max_length=200, blank=True)
    # Who reported it, by a telephone system: an external_id is one of theirs.
    reporter = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    logged_at = models.DateTimeField(default=timezone.now)
    binned_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = CallManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="call_by_public_id"),
            models.UniqueConstraint(fields=["organisation", "id"], name="call_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "reporter", "external_id"],
                condition=~Q(external_id=""),
                name="call_reported_once",
            ),
            SameOrganisation("client"),
            SameOrganisation("contact"),
            SameOrganisation("member"),
            SameOrganisation("reporter"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "client", "-started_at", "-id"], name="call_by_client"
            ),
            models.Index(fields=["organisation", "-started_at", "-id"], name="call_by_time"),
            models.Index(
                fields=["organisation", "-started_at", "-id"],
                condition=Q(client=None, binned_at=None),
                name="call_unassigned",
            ),
        ]

    def __str__(self) -> str:
        whom = self.contact or self.client or self.shown_number or gettext("an unknown number")
        came = self.direction == CallDirection.IN
        return (gettext("call from {whom}") if came else gettext("call to {whom}")).format(
            whom=whom
        )

    @classmethod
    def log(  # noqa: PLR0913 - each is one thing that can be said of a call
        cls,
        client: Client,
        *,
        by: Member | None,
        direction: str = CallDirection.OUT,
        contact: Contact | None = None,
        number: str = "",
        started_at: datetime | None = None,
        duration: int | None = None,
        outcome: str = CallOutcome.REACHED,
        note: str = "",
        member: Member | None = None,
        external_id: str = "",
        reporter: Member | None = None,
        follow_up: FollowUp | None = None,
    ) -> Call:
        """A call; ``member`` spoke, else ``by``. Refused for a time to come, and for a number that is none."""
        told = {"started_at": started_at or timezone.now(), "duration": duration, "note": note}
        call = cls(
            client=client,
            contact=contact,
            direction=direction,
            outcome=outcome,
            member=member or by,
            external_id=external_id,
            reporter=reporter,
            **checked(told | {"number": number}, client.country),
        )
        with acting(
            by=by, label=gettext("Logged a call with {client}").format(client=client)
        ) as act:
            act.lock(client)
            client.refuse_archived()
            act.insert(call)
            call._tell_logged(act)
            if follow_up is not None:
                call.follow_up(follow_up, by=by)
        return call

    @classmethod
    def keep_unassigned(cls, *, by: Member, number: str, **told: Any) -> Call:
        """A call of a number that is nobody's, or several clients', until a member says whose."""
        call = cls(number=number, **checked({"member": by, **told}, ""))
        with acting(by=by, label=gettext("Kept a call of an unknown number")) as act:
            act.insert(call)
        return call

    def follow_up(self, wanted: FollowUp, *, by: Member | None) -> Task:
        """Add the task that follows from the call, with the person one spoke with."""
        client = self.client
        assert client is not None, "a call of nobody has nobody to follow up with"
        return Task.add(
            client,
            by=by,
            title=wanted.title.strip()
            or gettext("Follow up with {contact}").format(contact=self.contact or client)[:300],
            due_on=wanted.due_on,
            assignee=wanted.assignee or by,
            is_follow_up=True,
            contacts=[self.contact] if self.contact else [],
            out_of=self,
        )

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what is said of it, those named; who may is told by may_be_changed_by()."""
        self._refuse_strangers(by)
        with acting(by=by, label=gettext("Changed a call")) as act:
            act.lock(self)
            self._refuse_gone()
            values = checked(values, self.client.country if self.client else "")
            said = [_LABELS[name] for name in values if act.change(self, **{name: values[name]})]
            if said and self.client:
                story = CallEdited(what=listed(map(str, said)), excerpt=self.note[:2000])
                act.record(story, client=self.client, subject=self)

    def bin(self, *, by: Member) -> None:
        """Remove it; for 30 days it can be brought back."""
        self._refuse_strangers(by)
        with acting(by=by, label=gettext("Removed a call")) as act:
            act.lock(self)
            if self.client:
                self.client.refuse_archived()
            if self.binned_at is None:
                act.change(self, binned_at=timezone.now())
                if self.client:
                    act.record(CallBinned(day=self._day()), client=self.client, subject=self)

    def unbin(self, *, by: Member) -> None:
        """Bring it back from the bin."""
        self._refuse_strangers(by)
        with acting(by=by, label=gettext("Brought a call back")) as act:
            act.lock(self)
            if self.client:
                self.client.refuse_archived()
            if self.binned_at is not None:
                act.change(self, binned_at=None)
                if self.client:
                    act.record(CallUnbinned(day=self._day()), client=self.client, subject=self)

    def assign(self, client: Client, *, by: Member, contact: Contact | None = None) -> None:
        """Say whose call it was, of one that was nobody's; it is told on the client's timeline."""
        with acting(
            by=by, label=gettext("Assigned a call to {client}").format(client=client)
        ) as act:
            act.lock(client)
            client.refuse_archived()
            act.lock(self)
            if self.binned_at or self.client_id not in {None, client.pk}:
                msg = gettext("Somebody assigned or removed this call meanwhile.")
                raise Refusal(msg)
            if act.change(self, client=client, contact=contact):
                self._tell_logged(act)

    def purge(self) -> None:
        """Blank what a call in the bin said after 30 days; that there was one stays."""
        with acting(by=None, label=gettext("Emptied a removed call")) as act:
            act.lock(self)
            if self.binned_at and self.binned_at <= timezone.now() - BIN_KEEPS:
                act.change(self, note="", number="")

    def may_be_changed_by(self, member: Member) -> bool:
        """Who spoke or logged it may, and who moderates notes; one of nobody, whoever logs calls."""
        own = self.member_id in {None, member.pk} or self.client_id is None
        return member.can(Can.CALLS_LOG) and (own or member.can(Can.NOTES_MODERATE))

    @property
    def shown_number(self) -> str:
        """The number as people read it."""
        return shown(self.number)

    @property
    def dialled(self) -> str:
        """What a telephone takes of the number."""
        return dialled(self.number)

    @property
    def lasted(self) -> str:
        """How long it took, as people say it; empty where nobody knows."""
        return "" if self.duration is None else said(self.duration)

    @property
    def outcome_as(self) -> CallOutcome:
        return CallOutcome(self.outcome)

    def _tell_logged(self, act: Acting) -> None:
        assert self.client is not None, "told on the timeline of a client"
        story = CallLogged(
            direction=self.direction,
            outcome=self.outcome_as.label,
            whom=str(self.contact or ""),
            number=self.number,
            excerpt=self.note[:2000],
        )
        act.record(story, client=self.client, subject=self)
        if self.outcome == CallOutcome.REACHED:
            Unanswered.called(self, act)

    def _day(self) -> str:
        return spelled(self.organisation.local(self.started_at), "%-d %b %Y")

    def _refuse_gone(self) -> None:
        if self.client:
            self.client.refuse_archived()
        if self.binned_at is not None:
            msg = gettext("The call was removed meanwhile; bring it back first.")
            raise Refusal(msg)

    def _refuse_strangers(self, by: Member) -> None:
        if not self.may_be_changed_by(by):
            msg = gettext("Only who spoke or a manager may change this call.")
            raise Refusal(msg)


_LABELS = {
    "direction": gettext_lazy("the direction"),
    "contact": gettext_lazy("with whom"),
    "number": gettext_lazy("the number"),
    "started_at": gettext_lazy("when it was"),
    "duration": gettext_lazy("how long it took"),
    "outcome": gettext_lazy("the outcome"),
    "note": gettext_lazy("the note"),
    "member": gettext_lazy("who spoke"),
}

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypedDict

from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models import Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import hue_of, initials
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.meetings.checking import address_of, read_address
from atrium.meetings.events import AttendeeAnswered, AttendeesAsked, AttendeeWithdrawn
from atrium.meetings.models.answer import Answer
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.meetings.models.meeting import Meeting


class Asked(TypedDict, total=False):
    """Whom to ask."""

    members: Iterable[Member]
    contacts: Iterable[Contact]
    addresses: Iterable[str]


_SALT = "atrium.meetings.reply"
LONGEST = 500


class Attendee(Owned):
    """Somebody who is asked to a meeting: a member, a contact, or an address that is neither.

    ``asked_sequence`` is the state of the meeting that they were last asked for (RFC 5546, 2.1.4).
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    meeting = models.ForeignKey(
        "meetings.Meeting",
        models.PROTECT,
        related_name="attendees",
        db_constraint=False,
        db_index=False,
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=320, blank=True)
    optional = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    comment = models.CharField(max_length=LONGEST, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_sequence = models.IntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    # Why no mail can tell them; set where that is shown.
    untold: str = ""

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="attendee_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "meeting", "member"],
                condition=Q(member__isnull=False),
                name="member_asked_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "meeting", "contact"],
                condition=Q(contact__isnull=False),
                name="contact_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(member=None) | Q(contact=None), name="attendee_is_one_person"
            ),
            SameOrganisation("meeting"),
            SameOrganisation("member"),
            SameOrganisation("contact"),
        ]
        indexes = [
            models.Index(fields=["organisation", "meeting"], name="attendee_by_meeting"),
            models.Index(
                fields=["organisation", "member", "meeting"],
                condition=Q(member__isnull=False),
                name="attendee_by_member",
            ),
            models.Index(
                fields=["organisation", "contact", "meeting"],
                condition=Q(contact__isnull=False),
                name="attendee_by_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address

    @property
    def answer_as(self) -> Answer:
        return Answer(self.answer)

    @property
    def initials(self) -> str:
        return initials(str(self))

    @property
    def hue(self) -> int:
        return hue_of(self.member_id or self.contact_id or self.pk)

    @property
    def tone(self) -> str:
        """The tone of their answer."""
        return {Answer.YES: "good", Answer.NO: "bad", Answer.PERHAPS: "warn"}.get(
            self.answer_as, ""
        )

    @property
    def can_be_mailed(self) -> bool:
        """Whether an invitation can reach them."""
        return bool(self.address) and self.withdrawn_at is None

    def token(self) -> str:
        """What opens their page to answer, and always the same; it is theirs alone."""
        return signing.Signer(salt=_SALT).sign_object([self.organisation_id, str(self.public_id)])

    @staticmethod
    def key_in(token: str) -> tuple[int, str] | None:
        """The organisation's key and their own in a token(); None for anything else."""
        try:
            organisation, key = signing.Signer(salt=_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError):
            return None
        return organisation, key

    @classmethod
    def ask(
        cls,
        meetings: Sequence[Meeting],
        *,
        by: Member,
        members: Iterable[Member] = (),
        contacts: Iterable[Contact] = (),
        addresses: Iterable[str] = (),
    ) -> list[Attendee]:
        """Ask people to these meetings of one series, or to one; who is asked already stays as they are.

        Answers those who are new. Refused for an address that is none.
        """
        people = [
            *(cls(member=one, name=one.name, address=one.user.email) for one in members),
            *(cls(contact=one, name=str(one), address=address_of(one)) for one in contacts),
            *(cls(address=read_address(text)) for text in addresses),
        ]
        new: list[Attendee] = []
        label = gettext("Asked people to {meetings}").format(meetings=meetings[0])
        with acting(by=by, label=label) as act:
            act.lock(meetings[0])
            meetings[0].client.refuse_archived()
            for meeting in meetings:
                known = {row.who: row for row in act.lock_many(cls.objects.filter(meeting=meeting))}
                for person in people:
                    mine = known.get(person.who)
                    if mine is None:
                        mine = known[person.who] = act.insert(person.asked_to(meeting))
                        new.append(mine)
                    elif act.change(mine, withdrawn_at=None, address=person.address):
                        new.append(mine)
            if new:
                names = ", ".join(dict.fromkeys(str(row) for row in new))
                story = AttendeesAsked(who=names, title=meetings[0].title, when=meetings[0].when)
                act.record(story, client=meetings[0].client, subject=meetings[0])
        return new

    @property
    def who(self) -> tuple[int | None, int | None, str]:
        """What tells one person from another: an address only where nothing else is known."""
        known = self.member_id or self.contact_id
        return self.member_id, self.contact_id, "" if known else self.address.casefold()

    def asked_to(self, meeting: Meeting) -> Attendee:
        """The same person, not kept yet, asked to a meeting."""
        return Attendee(
            meeting=meeting,
            member=self.member,
            contact=self.contact,
            name=self.name,
            address=self.address,
        )

    @classmethod
    def withdraw(cls, meetings: Sequence[Meeting], who: Attendee, *, by: Member) -> None:
        """Take somebody off these meetings; what they answered stays in the history."""
        label = gettext("Took {who} off {meetings}").format(who=who, meetings=meetings[0])
        with acting(by=by, label=label) as act:
            act.lock(meetings[0])
            rows = cls.objects.filter(meeting__in=[m.pk for m in meetings], withdrawn_at=None)
            same = rows.filter(member=who.member_id, contact=who.contact_id, address=who.address)
            gone = act.change_many(act.lock_many(same), withdrawn_at=timezone.now())
            if gone:
                story = AttendeeWithdrawn(
                    who=str(who), title=meetings[0].title, when=meetings[0].when
                )
                act.record(story, client=meetings[0].client, subject=meetings[0])

    def alike(self) -> models.QuerySet[Attendee]:
        """The same person's rows at the meetings of the series that stand and are not over."""
        here = Q(meeting=self.meeting_id)
        if self.meeting.series_id is not None:
            here |= Q(meeting__series=self.meeting.series_id)
        who = Q(member=self.member_id, contact=self.contact_id, address=self.address)
        rows = Attendee.objects.filter(here & who, withdrawn_at=None)
        found: models.QuerySet[Attendee] = rows.filter(
            meeting__cancelled_at=None, meeting__ends_at__gt=timezone.now()
        )
        return found

    def reply(
        self,
        answer: Answer,
        *,
        comment: str = "",
        by: Member | None = None,
        sequence: int = -1,
        coming: bool = False,
    ) -> None:
        """Keep what they said, of all that are to come of the series where ``coming``.

        Refused for a meeting that is over or was cancelled, or that they are not asked to.
        ``sequence``: the state of the meeting that they answered; what they said of a time that
        has changed since does not count.
        """
        comment = " ".join(comment.replace("\x00", "").split())[:LONGEST]
        label = gettext("{attendee} answered an invitation").format(attendee=self)
        with acting(by=by, label=label) as act:
            act.lock(self)
            meeting: Meeting = act.lock(self.meeting)
            if self.withdrawn_at is not None or meeting.is_cancelled:
                msg = gettext("The meeting was called off, so that nothing is left to answer.")
                raise Refusal(msg)
            if meeting.is_over:
                msg = gettext("The meeting is over, so that nothing is left to answer.")
                raise Refusal(msg)
            if 0 <= sequence < meeting.moved_sequence:
                msg = gettext("The meeting was moved meanwhile; answer for the new time.")
                raise Refusal(msg)
            rows = act.lock_many(self.alike().order_by("pk")) if coming else [self]
            said = act.change_many(rows, answer=answer, comment=comment)
            act.change_many(said, answered_at=timezone.now())
            if said:
                story = AttendeeAnswered(
                    who=str(self),
                    answer=answer.told,
                    title=meeting.title,
                    when=meeting.when
                    if len(said) == 1
                    else gettext("{when} and what follows").format(when=meeting.when),
                    comment=comment,
                )
                act.record(story, client=meeting.client, subject=meeting)
        self.refresh_from_db()


def void_answers(act: Acting, meetings: Iterable[Meeting]) -> None:
    """What was said of the old time no longer counts."""
    keys = [meeting.pk for meeting in meetings]
    rows = act.lock_many(Attendee.objects.filter(meeting__in=keys).exclude(answer=""))
    act.change_many(rows, answer=Answer.NONE, comment="", answered_at=None)

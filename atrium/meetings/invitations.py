"""Telling those who are asked: what each was last told is kept, and what they have not heard is sent (R14).

Each gets a mail of their own that names no other guest. An address is somebody's personal data: who
invites two people to one table has not been given leave to hand each the other's, also where both
are of one client, and what stands in a calendar cannot be called back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.timezone import now

from atrium.clients.models import Client, Contact
from atrium.clients.reach.asking import chosen
from atrium.clients.reach.speaking import written_to
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.writing import Enclosure, Receiver, Writing, one_line
from atrium.conversations.models import Level, Mailbox
from atrium.foundation.errors import Refusal
from atrium.foundation.speaking import speaking
from atrium.foundation.translation import gettext
from atrium.meetings.marks import mark_of
from atrium.meetings.models import Attendee, Meeting
from atrium.meetings.words import span
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

WAIT = timedelta(seconds=10)
_BY_MAIL = frozenset({Channel.EMAIL})
_STANDS = Q(withdrawn_at=None, meeting__cancelled_at=None)
_BEHIND = Q(asked_sequence=None) | Q(asked_sequence__lt=F("meeting__sequence"))
# The organiser's own calendar is not asked by mail: the mail is theirs.
_OTHERS = Q(member=None) | Q(meeting__organiser=None) | ~Q(member=F("meeting__organiser"))


def reachable(rows: QuerySet[Attendee]) -> QuerySet[Attendee]:
    """Those of meetings to come that a mail could tell."""
    return rows.filter(_OTHERS, meeting__ends_at__gt=now()).exclude(address="")


def owed(rows: QuerySet[Attendee]) -> QuerySet[Attendee]:
    """Those whose calendars do not hold the meeting as it stands."""
    called_off = ~_STANDS & Q(asked_sequence__isnull=False)
    return reachable(rows).filter((_STANDS & _BEHIND) | called_off)


def send_owed(uid: str) -> int:
    """Queue what is owed of the meeting, or the series, with this uid; the number of mails.

    What was told is written down with each mail, in one transaction, so that who is told twice or
    not at all when a worker dies is nobody. Whom a mail may not go to stays owed.
    """
    rows = owed(Attendee.objects.filter(meeting__uid=uid)).order_by("pk")
    people = {row.who: row for row in rows}
    return sum(_tell(uid, person) for person in people.values())


def _tell(uid: str, person: Attendee) -> int:
    try:
        with transaction.atomic():
            return _send_to(uid, person)
    except Refusal:
        return 0  # their page says why; the next change tries again


def _send_to(uid: str, person: Attendee) -> int:
    same = Attendee.objects.filter(
        meeting__uid=uid, member=person.member_id, contact=person.contact_id, address=person.address
    )
    joined = reachable(same).select_related(
        "meeting__series", "meeting__client__organisation", "meeting__organiser__user", "contact"
    )
    joined = joined.select_related("meeting__client__owner__user", "member__user")
    rows = list(joined.select_for_update(of=("self",)).order_by("meeting__starts_at", "pk"))
    stand = [r for r in rows if r.withdrawn_at is None and not r.meeting.is_cancelled]
    off = [r for r in rows if r not in stand and r.asked_sequence is not None]
    behind = [r for r in stand if r.asked_sequence is None or r.asked_sequence < r.meeting.sequence]
    knows = any(r.asked_sequence is not None for r in rows)
    if behind:
        asked = behind if len(behind) == 1 and (knows or len(stand) == 1) else stand
        _Letter(asked, again=knows).request()
    if off:
        _Letter(off, again=True).cancel(whole=not stand and len(rows) > 1)
    for sequence in {r.meeting.sequence for r in behind}:
        keys = [r.pk for r in behind if r.meeting.sequence == sequence]
        Attendee.objects.filter(pk__in=keys).update(asked_sequence=sequence)
    Attendee.objects.filter(pk__in=[r.pk for r in off]).update(asked_sequence=None)
    return bool(behind) + bool(off)


@dataclass
class _Letter:
    """A mail to one person about these of their rows."""

    rows: Sequence[Attendee]
    again: bool

    def request(self) -> None:
        with self._in_their_language():
            word = gettext("Changed") if self.again else gettext("Invitation")
            content = self._ics.request(self._meetings, self.rows[:1], self._sent)
            self._post(word, "REQUEST", content)

    def cancel(self, *, whole: bool) -> None:
        with self._in_their_language():
            content = self._ics.cancel(self._meetings, self.rows[:1], self._sent, whole=whole)
            self._post(gettext("Cancelled"), "CANCEL", content)

    def _in_their_language(self) -> AbstractContextManager[None]:
        """Subject, words and calendar alike, as who is asked reads them."""
        attendee, client = self.rows[0], self.rows[0].meeting.client
        if attendee.member:
            return speaking(attendee.member.user.language, client.organisation.language)
        return written_to(client, attendee.contact)

    @property
    def _meetings(self) -> list[Meeting]:
        return [row.meeting for row in self.rows]

    @property
    def _answer_url(self) -> str:
        """Where it leads is filled in for who is asked alone: the mail is read by many."""
        return mark_of(self.rows[0])

    @property
    def _writer(self) -> Member:
        meeting = self.rows[0].meeting
        for one in (meeting.organiser, meeting.client.owner):
            if one is not None and one.is_active and one.can(Can.MAIL_SEND):
                return one
        raise Refusal(gettext("Nobody who works here any more could send it."))

    @property
    def _ics(self) -> Any:
        """Writes calendars; its package loads slowly, and most programs send no invitation."""
        from atrium.meetings.ics import writing  # noqa: PLC0415

        return writing

    @property
    def _sent(self) -> Any:
        box = Mailbox.of(self._writer).answered_at
        return self._ics.Sent(
            sender=box.address,
            sender_name=self._writer.name,
            footer=gettext("Answer: {answer_url}").format(answer_url=self._answer_url),
        )

    def _post(self, word: str, method: str, content: bytes) -> None:
        attendee, meeting = self.rows[0], self.rows[0].meeting
        title = one_line(meeting.title, 200)
        zone = _zone(attendee, meeting.client)
        facts = {
            "attendee": attendee,
            "meeting": meeting,
            "more": len(self.rows) - 1,
            "called_off": method == "CANCEL",
            "changed": self.again and method == "REQUEST",
            "here": "" if zone.key == meeting.timezone else _span(meeting, zone),
            "url": self._answer_url,
            "writer": self._writer,
        }
        writing = Writing(
            to=[Receiver(attendee.address, one_line(attendee.name, 200))],
            subject=f"{word}: {title}, {meeting.when}",
            html=render_to_string("meetings/mail/invitation.html", facts),
            level=Level.ALL,
            purpose=Purpose.APPOINTMENTS,
            files=[Enclosure("invitation.ics", content, method)],
        )
        post(meeting.client, writing, by=self._writer, fetched=True)


def _span(meeting: Meeting, zone: ZoneInfo) -> str:
    return f"{span(meeting.starts_at, meeting.ends_at, zone)} ({zone.key.replace('_', ' ')})"


def _zone(attendee: Attendee, client: Client) -> ZoneInfo:
    """The clock of who reads it, as far as it is known."""
    own = attendee.contact.timezone if attendee.contact else ""
    near = "" if attendee.member_id else client.timezone
    return ZoneInfo(own or near or client.organisation.timezone)


def obstacles(client: Client, contacts: Iterable[Contact], emails: Iterable[str]) -> dict[str, str]:
    """Why no invitation reaches them: by the keys of contacts and by addresses; none of the others."""
    found = chosen(
        client,
        Purpose.APPOINTMENTS,
        at=now(),
        channels=_BY_MAIL,
        contacts={contact.public_id for contact in contacts},
        emails={email.casefold() for email in emails},
    )
    return {v.party.key or v.party.name: v.reason for v in found.answer.verdicts if not v.yes}


def untold(client: Client, rows: Sequence[Attendee]) -> dict[int, str]:
    """Why these could not be told, by their own keys."""
    named = [row.contact for row in rows if row.contact is not None]
    emails = [row.address for row in rows if row.address and row.contact is None]
    why = obstacles(client, named, emails) if named or emails else {}
    told = {}
    for row in rows:
        key = str(row.contact.public_id) if row.contact else row.address.casefold()
        if not row.address:
            told[row.pk] = gettext("Has no e-mail address")
        elif key in why:
            told[row.pk] = why[key]
    return told

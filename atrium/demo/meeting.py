"""The meetings of a demo organisation: past ones with minutes and answers, coming ones, a series, one elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from atrium.clients.models import Client, Contact, Point
from atrium.foundation.ids import public_id
from atrium.meetings.models import Answer, Attendee, Meeting, Series
from atrium.meetings.repeating import Every, Repeat, instant
from atrium.organisations.models import Member, Organisation

# Title, days from today, hour, minutes, place, agenda, minutes.
TOLD = (
    ("Yearly review", -12, 10, 60, "Their office", "1. What went well\n2. What did not\n3. Prices for next year", "The work is good, the invoices come too late.\nSend two prices, with and without the yearly service.\nThey decide by the end of the month."),
    ("Site visit", 2, 9, 90, "On site", "Look at the roof and the meter cupboard", ""),
    ("First meeting", 1, 14, 45, "Our office, room 2", "Get to know each other\nWhat they need, and by when", ""),
    ("Handover", -3, 15, 30, "", "Keys, papers, who rings whom", "Keys handed over, two sets.\nRing the tenant about the gate code."),
    ("Planning of the spring works", 6, 11, 60, "Their office", "Dates, people, what must be ordered now", ""),
    ("Complaint: what we do about it", 0, 16, 45, "", "Listen first. Then: one name, one number, one date.", ""),
)  # fmt: skip
ANSWERS = (Answer.YES, Answer.NONE, Answer.PERHAPS, Answer.YES, Answer.NO)


class Meetings:
    """Made row by row of what was typed, as if everybody had been told long ago."""

    def __init__(
        self,
        organisation: Organisation,
        clients: dict[int, Client],
        people: dict[tuple[int, str], Contact],
        members: Iterable[Member],
    ) -> None:
        self.organisation = organisation
        self.clients = clients
        self.members = [member for member in members if member.role != "viewer"]
        self.first: dict[int, Contact] = {}
        for (client, _), contact in people.items():
            self.first.setdefault(client, contact)
        found = Point.objects.filter(kind="email", contact__in=list(self.first.values()))
        self.addresses = dict(found.order_by("-id").values_list("contact_id", "value"))
        self.today: date = organisation.today()

    def make(self) -> list[Meeting]:
        """All of them, with who is asked."""
        numbers = sorted(self.clients)[:40]
        meetings = [
            self._single(self.clients[number], turn, TOLD[turn % len(TOLD)])
            for turn, number in enumerate(numbers[1::2])
        ]
        meetings += self._series(self.clients[numbers[1]])
        Meeting.objects.bulk_create(meetings)
        Attendee.objects.bulk_create(
            row for turn, meeting in enumerate(meetings) for row in self._asked(meeting, turn)
        )
        return meetings

    def _single(
        self, client: Client, turn: int, told: tuple[str, int, int, int, str, str, str]
    ) -> Meeting:
        title, days, hour, length, place, agenda, minutes = told
        later = 7 * (turn // len(TOLD)) * (-1 if days < 0 else 1)
        elsewhere = "America/New_York" if title.startswith("Planning") else ""
        zone = ZoneInfo(elsewhere or self.organisation.timezone)
        day = self.today + timedelta(days=days + later)
        start = instant(datetime.combine(day, time(hour)), zone)
        return Meeting(
            client=client,
            uid=f"{public_id()}@atrium",
            title=title,
            agenda=agenda,
            place=place,
            link="" if place else "https://meet.example/atrium",
            starts_at=start,
            ends_at=start + timedelta(minutes=length),
            timezone=zone.key,
            organiser=self.members[turn % len(self.members)],
            minutes=minutes,
            minuted_at=start + timedelta(hours=2) if minutes else None,
            held_at=start + timedelta(minutes=length) if days < 0 else None,
            created_at=timezone.now() - timedelta(days=30),
        )

    def _series(self, client: Client) -> list[Meeting]:
        zone = ZoneInfo(self.organisation.timezone)
        first = datetime.combine(self.today - timedelta(days=13), time(9, 30))
        repeat = Repeat(every=Every.FORTNIGHT, until=self.today + timedelta(days=120))
        starts = [instant(each, zone) for each in repeat.starts(first)]
        series = Series(
            uid=f"{public_id()}@atrium",
            rule=repeat.rule(first),
            until=repeat.until,
            starts_at=starts[0],
            minutes=30,
            timezone=zone.key,
        )
        series.save(force_insert=True)
        return [
            Meeting(
                client=client,
                series=series,
                uid=series.uid,
                original_at=start,
                title="Jour fixe",
                agenda="What is open, what comes next",
                link="https://meet.example/jour-fixe",
                starts_at=start,
                ends_at=start + timedelta(minutes=30),
                timezone=zone.key,
                organiser=self.members[0],
                held_at=start if start < timezone.now() else None,
            )
            for start in starts
        ]

    def _asked(self, meeting: Meeting, turn: int) -> Iterable[Attendee]:
        answer = ANSWERS[turn % len(ANSWERS)]
        told = {"meeting": meeting, "asked_sequence": 0}
        contact = self.first.get(meeting.client_id)
        if contact is not None:
            address = self.addresses.get(contact.pk, "")
            yield Attendee(
                contact=contact,
                name=str(contact),
                address=address,
                answer=answer,
                answered_at=timezone.now() if answer else None,
                comment="Could we begin ten minutes later?" if answer == Answer.PERHAPS else "",
                **told,
            )
        colleague = self.members[(turn + 1) % len(self.members)]
        yield Attendee(
            member=colleague,
            name=colleague.name,
            address=colleague.user.email,
            answer=Answer.YES,
            answered_at=timezone.now(),
            **told,
        )

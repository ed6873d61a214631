"""One job with everything its page shows, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from atrium.calendar.facts import day_words
from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Location
from atrium.clients.origins import Origin, origins_of
from atrium.clients.reach.bars import Bars
from atrium.conversations.models import Note
from atrium.foundation.formats.spoken import spoken
from atrium.jobs.lines import seen_parts
from atrium.jobs.models import Associate, Candidate, Incident, Job, Participation, TimeEntry
from atrium.jobs.models.candidate import Step
from atrium.jobs.models.time_entry import in_hours
from atrium.jobs.stages import stages_of
from atrium.meetings.words import span
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.jobs.models import ChecklistItem, Stage

MOST_NOTES = 12
MOST_LINES = 200


@dataclass(frozen=True)
class Known:
    """What a client asks for, as the job shows it (J13)."""

    client: Client
    note: Note
    at: datetime


@dataclass(frozen=True)
class Seat:
    """A client of the job, whom to talk with there, and what stands in the way."""

    part: Participation
    people: list[Contact]
    bars: Bars
    on_hold: str

    @property
    def client(self) -> Client:
        client: Client = self.part.client
        return client


class Sheet:
    """Answers the parts of a job's page; each is read once, when it is first asked for."""

    def __init__(self, job: Job, member: Member) -> None:
        self.job = job
        self.member = member
        self.place = member.organisation
        self.words = lexicon.of(self.place)
        free = job.binned_at is None and not job.client.is_archived
        self.may_write = member.can(Can.JOBS_WRITE) and free

    @cached_property
    def seats(self) -> list[Seat]:
        """The clients that the member sees, the primary one first."""
        parts = seen_parts([self.job], self.member, people=True).get(self.job.pk, [])
        clients = [part.client_id for part in parts]
        holds = Client.objects.filter(pk__in=clients, holds__lifted_at=None)
        held = dict(holds.exclude(holds=None).values_list("pk", "holds__reason"))
        return [
            Seat(part, list(part.contacts.all()), Bars.of(part.client.bars), held.get(key, ""))
            for part, key in zip(parts, clients, strict=True)
        ]

    @cached_property
    def clients(self) -> dict[int, Client]:
        return {seat.client.pk: seat.client for seat in self.seats}

    @cached_property
    def known(self) -> list[Known]:
        """Special requirements and open escalations of the clients of the job."""
        if not self.member.can(Can.NOTES_SEE):
            return []
        notes = Note.objects.filter(client__in=list(self.clients)).standing()
        found = []
        for note in notes.order_by("-kind", "-written_at")[:MOST_NOTES]:
            note.client = self.clients[note.client_id]
            note.author = self.words.members.get(note.author_id or 0)
            found.append(Known(note.client, note, self.place.local(note.written_at)))
        return found

    @cached_property
    def location(self) -> Location | None:
        """Where it is, where the member sees the client whose location that is."""
        rows = Location.objects.filter(pk=self.job.location_id, client__in=list(self.clients))
        place: Location | None = rows.first()
        if place is not None:
            place.organisation = self.place
            place.client = self.clients[place.client_id]
            place.type = self.words.location_types[place.type_id]
        return place

    @property
    def places(self) -> list[Location]:
        """Where it can be: the locations of the clients that the member sees."""
        rows = Location.objects.filter(client__in=list(self.clients)).select_related("type")
        found = list(rows.order_by("client_id", "-is_default", "id")[:MOST_LINES])
        for place in found:
            place.organisation, place.client = self.place, self.clients[place.client_id]
        return found

    @cached_property
    def associates(self) -> list[Member]:
        rows = Associate.objects.filter(job=self.job).order_by("id")
        known = self.words.members
        return [known[key] for key in rows.values_list("member_id", flat=True) if key in known]

    @property
    def stages(self) -> list[Stage]:
        return list(stages_of(self.place).values())

    @property
    def when(self) -> str:
        """When it takes place, by the clock of the job."""
        job = self.job
        if job.starts_at is None:
            return ""
        if job.ends_at is not None:
            return span(job.starts_at, job.ends_at, job.zone)
        return f"{spoken(job.starts_at.astimezone(job.zone)):%a %-d %b %Y, %H:%M}"

    @property
    def elsewhere(self) -> str:
        """The zone of the job, where it is not that of the organisation."""
        zone = self.job.timezone
        return "" if zone == self.place.timezone else zone.rpartition("/")[2].replace("_", " ")

    @property
    def due(self) -> str:
        return day_words(self.job.due_on, self.place.today()) if self.job.due_on else ""

    @property
    def is_late(self) -> bool:
        due = self.job.due_on
        return self.job.is_open and due is not None and due < self.place.today()

    @property
    def finished(self) -> str:
        """When it ended."""
        at = self.job.finished_at
        return f"{spoken(self.place.local(at)):%a %-d %b %Y}" if at else ""

    @cached_property
    def checklist(self) -> list[ChecklistItem]:
        items = list(self.job.checklist.all()[:MOST_LINES])
        for item in items:
            item.job, item.done_by = self.job, self.words.members.get(item.done_by_id or 0)
        return items

    @property
    def ticked(self) -> int:
        return sum(item.is_done for item in self.checklist)

    @cached_property
    def incidents(self) -> list[Incident]:
        rows = list(Incident.objects.filter(job=self.job)[:MOST_LINES])
        for row in rows:
            row.reported_by = self.words.members.get(row.reported_by_id or 0)
            row.resolved_by = self.words.members.get(row.resolved_by_id or 0)
            row.happened_at = self.place.local(row.happened_at)
        return rows

    @cached_property
    def times(self) -> list[TimeEntry]:
        rows = list(TimeEntry.objects.filter(job=self.job)[:MOST_LINES])
        for row in rows:
            row.member = self.words.members[row.member_id]
        return rows

    @property
    def worked(self) -> str:
        """The sum of the times; empty for none."""
        minutes = sum(row.minutes for row in self.times)
        return in_hours(minutes) if minutes else ""

    @cached_property
    def candidates(self) -> list[Candidate]:
        rows = Candidate.objects.filter(job=self.job).select_related("contact")
        return list(rows[:MOST_LINES])

    @property
    def steps(self) -> list[Step]:
        return list(Step)

    @cached_property
    def origins(self) -> list[Origin]:
        """What it came out of."""
        return origins_of(self.job, self.member)

    @property
    def today(self) -> date:
        return self.place.today()

    @property
    def placed(self) -> int:
        return sum(each.step == "placed" for each in self.candidates)

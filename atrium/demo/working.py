"""The jobs of a demo organisation: on site, in the studio, openings; planned, under way, late, done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from atrium.clients.models import Client, Contact, Link, Location
from atrium.foundation.formats.names import fold
from atrium.jobs.events import ClientLinked, JobCompleted, JobMoved, JobOpened, OfJob
from atrium.jobs.models import (
    Associate,
    Candidate,
    ChecklistItem,
    Incident,
    Job,
    JobRole,
    Participation,
    ParticipationContact,
    Priority,
    Stage,
    TimeEntry,
)
from atrium.jobs.provision import ROLES, STAGES
from atrium.meetings.repeating import instant
from atrium.organisations.models import Counter, Member, Organisation

type Told = tuple[Client, datetime, Member | None, OfJob, Job]


@dataclass(frozen=True)
class Plan:
    """A job as the demo tells it: days from today, stage, value in whole units, and what is to be ticked."""

    title: str
    days: int | None
    stage: str
    value: int
    text: str = ""
    ticks: str = ""
    incident: str = ""
    candidates: str = ""


HARBOUR = (
    Plan("Yearly boiler service", 3, "Planned", 120, "Combi in the kitchen cupboard. Filter is ordered.", "Isolate gas|Clean burner|Set pressure|Leave certificate"),
    Plan("Rewire the shop floor", 18, "In progress", 4850, "Night work, Sunday to Thursday. Tills stay on one ring until the end.", "Dust sheets|First fix|Test rings|Second fix|Certificate", "Tripped the alarm while drilling; keyholder came at two."),
    Plan("Leak under the bath", -2, "In progress", 180, "Tenant lets us in after five.", "Lift panel|New trap|Dry test"),
    Plan("Quarterly check of the plant room", 9, "Planned", 240, "Comes every quarter. Sign in at the gatehouse."),
    Plan("Fit a heat pump", 40, "New", 9200, "Survey is done, the grant is applied for.", "Grant confirmed|Base laid|Unit delivered"),
    Plan("Landlord gas certificates, six flats", -5, "Waiting", 540, "Waiting for keys of flat 4."),
    Plan("Emergency lighting test", -30, "Done", 160, "All fittings pass; two batteries replaced."),
    Plan("Swap the consumer unit", -60, "Done", 620, "RCBO board, certificate sent."),
    Plan("Outside taps for the yard", None, "Cancelled", 95, "They do it themselves in spring."),
)  # fmt: skip
NORTHLIGHT = (
    Plan("Finance business partner", 21, "In progress", 61000, "Two days in the office. Starts after the budget round.", candidates="Amira Haddad:interview|Jonas Pell:proposed|Ruth Okafor:offer|Sam Lind:rejected"),
    Plan("Regulatory affairs lead", -4, "In progress", 78000, "Must have taken a device through an audit.", candidates="Niamh Daly:offer|Petr Novak:interview"),
    Plan("Warehouse shift managers", 35, "Planned", 38000, "Nights at first, days from March.", candidates="Kofi Mensah:proposed|Lena Brandt:proposed|Omar Said:interview"),
    Plan("Interim head of people", 7, "New", 92000, "Six months, board wants two names by Friday."),
    Plan("Java developers", -20, "Done", 64000, "Both started on the first.", candidates="Iris Vale:placed|Tom Brook:placed"),
    Plan("Payroll specialist", None, "Waiting", 41000, "Client is merging teams; asked again in January."),
)  # fmt: skip
OKAPI = (
    Plan("Relaunch of the shop", 28, "In progress", 18500, "Three languages, prices from their till.", "Sitemap|Design|Content in|Payment test|Go live", "Discount codes counted twice on staging."),
    Plan("Name and mark", 12, "In progress", 7400, "Five directions, then two, then one.", "Workshop|Directions|Trademark search|Guide"),
    Plan("Monthly care of the site", 5, "Planned", 390, "Updates, restore tried, report on one page."),
    Plan("Photos for the annual report", -3, "Waiting", 2600, "Waiting for the works council."),
    Plan("Menu cards, winter", -40, "Done", 980, "Printed on the rough paper they liked."),
    Plan("Booking form that people finish", 45, "New", 5200, "Half of them leave at the second step."),
)  # fmt: skip
PLANS = {"harbour": HARBOUR, "northlight": NORTHLIGHT, "okapi": OKAPI}
PRESSING = [Priority.NORMAL] * 8 + [Priority.HIGH] * 2 + [Priority.URGENT]
OWN = ("Landlord", "Managing agent", "Insurer")


class Working:
    """Made row by row of what was typed; what each left on the timelines comes back."""

    def __init__(
        self,
        organisation: Organisation,
        clients: dict[int, Client],
        people: dict[tuple[int, str], Contact],
        members: Iterable[Member],
    ) -> None:
        self.place = organisation
        self.clients = [clients[number] for number in sorted(clients)]
        self.hands = [member for member in members if member.role != "viewer"]
        self.today: date = organisation.today()
        made = Stage.objects.bulk_create(
            Stage(label=label, label_key=fold(label), position=place, tone=tone, phase=phase)
            for place, (label, tone, phase) in enumerate(STAGES)
        )
        self.stages = {stage.label: stage for stage in made}
        JobRole.objects.bulk_create(
            JobRole(label=label, label_key=fold(label), position=place)
            for place, label in enumerate(dict.fromkeys([*OWN, *ROLES]))
        )
        self.sites: dict[int, Location] = {}
        for place in Location.objects.order_by("is_default", "-id"):
            self.sites[place.client_id] = place
        self.first: dict[int, Contact] = {}
        for link in Link.objects.current().select_related("contact").order_by("is_primary", "-id"):
            self.first[link.client_id] = link.contact
        self.plans = PLANS[organisation.slug]

    def make(self) -> list[Told]:
        """All of them, with their clients, ticks, times and candidates."""
        some = [c for c in self.clients if c.number % 7 != 0][: 14 * len(self.plans)]
        turns = [
            (client, turn, self.plans[turn % len(self.plans)]) for turn, client in enumerate(some)
        ]
        turns += [(some[0], turn, plan) for turn, plan in enumerate(self.plans)]
        jobs = [self._job(client, turn, plan) for client, turn, plan in turns]
        for job, number in zip(jobs, Counter.take("job", len(jobs)), strict=True):
            job.number = number
        Job.objects.bulk_create(jobs, batch_size=200)
        told: list[Told] = []
        for job, (_, turn, plan) in zip(jobs, turns, strict=True):
            told += self._clients_of(job, turn)
            told += self._story(job, plan)
            self._work(job, turn, plan)
        return told

    def _job(self, client: Client, turn: int, plan: Plan) -> Job:
        stage, later = self.stages[plan.stage], turn // len(self.plans) % 5 * 6
        due = (
            None
            if plan.days is None
            else self.today + timedelta(days=plan.days + (later if plan.days > 0 else -later))
        )
        start = None
        if due is not None and turn % 2 == 0:
            start = instant(datetime.combine(due, time(8 + turn % 6)), self.place.zone)
        ended = instant(datetime.combine(due or self.today, time(16)), self.place.zone)
        opening = bool(plan.candidates) or self.place.slug == "northlight"
        site = self.sites.get(client.pk)
        manager = self.hands[turn % len(self.hands)]
        return Job(
            client=client,
            title=plan.title,
            description=plan.text,
            stage=stage,
            phase=stage.phase,
            manager=manager,
            location=None if opening else site,
            due_on=due,
            starts_at=start,
            ends_at=start + timedelta(hours=2 + turn % 3) if start else None,
            timezone=self.place.timezone,
            priority=PRESSING[turn % len(PRESSING)],
            amount=(plan.value + turn * 5 % 40) * 100,
            currency=self.place.currency,
            is_opening=opening,
            positions=1 + turn % 3 if opening else None,
            fee=plan.value * 18 if opening else None,
            outcome="As agreed; the client signed." if stage.phase == "done" else "",
            finished_at=None if stage.is_open else ended,
            finished_by=None if stage.is_open else manager,
            created_by=self.hands[(turn + 1) % len(self.hands)],
            created_at=self._at(job_age(plan, turn)),
        )

    def _at(self, days: int) -> datetime:
        return instant(
            datetime.combine(self.today - timedelta(days=days), time(10, 20)), self.place.zone
        )

    def _clients_of(self, job: Job, turn: int) -> Iterator[Told]:
        mine = Participation(job=job, client=job.client)
        mine.save(force_insert=True)
        if contact := self.first.get(job.client_id):
            ParticipationContact(participation=mine, contact=contact).save(force_insert=True)
        if turn % 4 == 1:
            other = self.clients[(turn * 3 + 1) % len(self.clients)]
            if other.pk == job.client_id or other.is_archived:
                return
            own = OWN[turn % len(OWN)]
            part = Participation(job=job, client=other, kept="own", own=own)
            part.notes = "Invoice goes there; send the order number along." if turn % 8 == 1 else ""
            part.save(force_insert=True)
            if turn % 8 == 1:
                Job.objects.filter(pk=job.pk).update(billing=other)
            story = ClientLinked(job=job.code, title=job.title, part=own.lower())
            yield other, job.created_at + timedelta(minutes=3), job.created_by, story, job

    def _story(self, job: Job, plan: Plan) -> Iterator[Told]:
        of = {"job": job.code, "title": job.title}
        yield job.client, job.created_at, job.created_by, JobOpened(**of), job
        if plan.stage != "New":
            moved = JobMoved(before="New", after=plan.stage, **of)
            at = job.created_at + timedelta(days=1, hours=2)
            if plan.stage == "Done" and job.finished_at:
                done = JobCompleted(outcome=f": {job.outcome}", **of)
                yield job.client, job.finished_at, job.manager, done, job
            else:
                yield job.client, at, job.manager, moved, job

    def _work(self, job: Job, turn: int, plan: Plan) -> None:
        lines = [line for line in plan.ticks.split("|") if line]
        done = (
            len(lines)
            if not job.is_open
            else turn % (len(lines) + 1)
            if plan.stage == "In progress"
            else 0
        )
        at = job.created_at + timedelta(days=2)
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                job=job,
                text=line,
                position=n,
                done_at=at if n < done else None,
                done_by=job.manager if n < done else None,
            )
            for n, line in enumerate(lines)
        )
        if plan.incident and turn % 2 == 0:
            Incident(job=job, text=plan.incident, happened_at=at, reported_by=job.manager).save(
                force_insert=True
            )
        if plan.stage in {"In progress", "Done"} and job.manager:
            day = min(self.today, job.created_at.date() + timedelta(days=3))
            TimeEntry.objects.bulk_create(
                TimeEntry(
                    job=job,
                    member=job.manager,
                    day=day - timedelta(days=n),
                    minutes=90 + 45 * n,
                    note="On site" if n else "",
                )
                for n in range(1 + turn % 3)
            )
            Associate(job=job, member=self.hands[(turn + 2) % len(self.hands)]).save(
                force_insert=True
            )
        Candidate.objects.bulk_create(
            Candidate(job=job, name=name, step=step)
            for name, _, step in (
                each.partition(":") for each in plan.candidates.split("|") if each
            )
        )


def job_age(plan: Plan, turn: int) -> int:
    """How many days ago it was opened."""
    return 4 + turn % 9 + (abs(plan.days or 10) if (plan.days or 0) < 0 or plan.days is None else 0)

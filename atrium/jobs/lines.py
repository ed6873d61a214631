"""Jobs as lists show them: with the clients that the reader may see, and when they are due in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects

from atrium.calendar.facts import day_words
from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.jobs.models import Job, Participation
from atrium.jobs.stages import stages_of
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared


@dataclass(frozen=True)
class Line:
    """A job as it is listed; ``clients`` says how many have a part in it, also where none is named."""

    job: Job
    parts: list[Participation] = field(default_factory=list)
    due: str = ""
    is_late: bool = False
    clients: int = 0

    @property
    def first(self) -> Participation | None:
        """The part to name: that of the primary client where it may be seen."""
        return self.parts[0] if self.parts else None

    @property
    def others(self) -> int:
        return max(len(self.parts) - 1, 0)


def seen_parts(
    jobs: Iterable[Job], member: Member, *, people: bool = False
) -> dict[int, list[Participation]]:
    """The parts of these jobs whose clients the member sees, the primary one first.

    One statement, and one more where the chosen ``people`` are asked for as well.
    """
    known = {job.pk: job for job in jobs}
    if not known:
        return {}
    rows = _named(member=member, jobs=_filled(list(known)))
    if people:
        prefetch_related_objects(rows, "contacts")
    found: defaultdict[int, list[Participation]] = defaultdict(list)
    for row in rows:
        row.job = known[row.job_id]
        row.client.organisation = member.organisation
        found[row.job_id].append(row)
    for parts in found.values():
        parts.sort(key=lambda part: not part.is_primary)
    return found


@prepared()
def _named(*, member: Member, jobs: list[int]) -> Any:
    return _seen(member, jobs).select_related("client").order_by("id")


@prepared()
def _counted(*, member: Member, jobs: list[int]) -> Any:
    return _seen(member, jobs).order_by().values_list("job_id", flat=True)


def _seen(member: Member, jobs: list[int]) -> Any:
    """The parts in these jobs of clients that the member sees."""
    seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
    return Participation.objects.filter(Exists(seen), job__in=jobs)


def _filled(keys: list[int]) -> list[int]:
    """The keys with the last one again and again, up to a power of two: so few lengths are made ready."""
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))


def lines_of(jobs: list[Job], member: Member, *, named: bool = True) -> list[Line]:
    """Jobs as lines, in their order; one statement however many.

    Unless ``named``, the clients are only counted: a tab of one of them asks for nobody's name.
    """
    place = member.organisation
    members, stages, today = lexicon.of(place).members, stages_of(place), place.today()
    parts = seen_parts(jobs, member) if named else {}
    keys = _filled([job.pk for job in jobs]) if jobs and not named else []
    counts = Counter(_counted(member=member, jobs=keys)) if keys else Counter()
    found = []
    for job in jobs:
        job.organisation = place
        job.stage = stages[job.stage_id]
        job.manager = members.get(job.manager_id or 0)
        late = job.is_open and job.due_on is not None and job.due_on < today
        due = day_words(job.due_on, today) if job.due_on else ""
        own = parts.get(job.pk, [])
        found.append(Line(job, own, due, late, len(own) if named else counts[job.pk]))
    return found

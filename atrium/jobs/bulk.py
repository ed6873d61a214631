"""One deed for many jobs: one act, so one Undo. What does not fit a job is refused for that one and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atrium.clients import lexicon
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.jobs.models import Job
from atrium.jobs.stages import stages_of
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 200
LARGEST = 2**63 - 1
DEEDS = ("move", "give", "bin", "unbin")


@dataclass
class Outcome:
    """What became of an order: which jobs were done, which were not and why."""

    done: list[Job] = field(default_factory=list)
    left: list[tuple[Job, str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """3 jobs moved. J-0007 was left: it is in the bin."""
        count = len(self.done)
        told = [f"{count} job{'' if count == 1 else 's'} changed."]
        told += [f"{job.code} was left as it was: {reason}" for job, reason in self.left[:5]]
        return " ".join(told)


def perform(deed: str, numbers: Iterable[int], value: str, *, by: Member) -> Outcome:
    """Move, give, bin or bring back the jobs with these numbers that the member sees.

    Refused where there is no such deed, stage or member, or no job was chosen.
    """
    verb, outcome = _verb(deed, value, by), Outcome()
    wanted = [number for number in numbers if 0 < number <= LARGEST][:MOST]
    rows = Job.objects.visible_to(by).filter(number__in=wanted).select_related("client")
    jobs = list(rows.order_by("id"))
    if not jobs:
        msg = "Choose at least one job."
        raise Refusal(msg)
    count = f"{len(jobs)} job{'' if len(jobs) == 1 else 's'}"
    with acting(by=by, label=f"{_LABELS[deed]} {count}") as act:
        for job in jobs:
            job.organisation = by.organisation
            try:
                with act.step():
                    verb(job)
            except Refusal as refusal:
                outcome.left.append((job, str(refusal)))
            else:
                outcome.done.append(job)
    return outcome


def _verb(deed: str, value: str, by: Member) -> Callable[[Job], None]:
    key = int(value) if fits(value) else 0
    if deed == "move":
        stage = stages_of(by.organisation).get(key)
        if stage is None:
            msg = "Choose the stage to move them to."
            raise Refusal(msg, field="stage")
        return lambda job: job.move_to(stage, by=by)
    if deed == "give":
        manager = lexicon.of(by.organisation).members.get(key)
        if manager is None or not manager.is_active:
            msg = "Choose the member to give them to."
            raise Refusal(msg, field="manager")
        return lambda job: job.give_to(manager, by=by)
    if deed not in DEEDS:
        msg = f"Choose one of {', '.join(DEEDS)}."
        raise Refusal(msg, field="deed")
    return lambda job: (job.bin if deed == "bin" else job.unbin)(by=by)


_LABELS = {"move": "Moved", "give": "Gave", "bin": "Put into the bin", "unbin": "Brought back"}

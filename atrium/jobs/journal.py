"""How jobs are taken back by an undo, and what follows when they change."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.timezone import now

from atrium.jobs.models import Job, Participation, ParticipationContact
from atrium.timeline.acting import Acting
from atrium.timeline.finishing import whenever
from atrium.timeline.undoing import withdraws


@withdraws("jobs.job")
def withdraw_jobs(act: Acting, jobs: list[Job]) -> None:
    """The number of a job was given once and for all: it goes out of sight, its row stays."""
    act.change_many(jobs, binned_at=now())


@withdraws("jobs.participation")
def withdraw_links(act: Acting, rows: list[Participation]) -> None:
    """The contacts that were chosen since go with the link."""
    keys = [row.pk for row in rows]
    act.remove_many(ParticipationContact.objects.filter(participation__in=keys))
    act.remove_many(rows)


@whenever("jobs.stage", "jobs.jobrole")
def forget_the_words(rows: Iterable[models.Model]) -> None:
    """Let every process read the stages anew, also after an undo."""
    for row in list(rows)[:1]:
        row.organisation.forget_lexicon()  # type: ignore[attr-defined]

from __future__ import annotations

from atrium.foundation.translation import gettext
from atrium.jobs.models.associate import Associate
from atrium.jobs.models.candidate import Candidate
from atrium.jobs.models.checklist_item import ChecklistItem
from atrium.jobs.models.incident import Incident
from atrium.jobs.models.job import Job
from atrium.jobs.models.participation import Participation, ParticipationContact
from atrium.jobs.models.time_entry import TimeEntry
from atrium.timeline.acting import acting


def purge(job: Job) -> None:
    """Take away what a job in the bin said and whom it knew; its row stays, so that its number stays given."""
    with acting(
        by=None, label=gettext("Emptied {code} out of the bin").format(code=job.code)
    ) as act:
        act.lock(job)
        if job.binned_at is None:
            return
        parts = Participation.objects.filter(job=job)
        act.remove_many(ParticipationContact.objects.filter(participation__in=parts.values("pk")))
        for model in (ChecklistItem, Incident, TimeEntry, Candidate, Associate, Participation):
            act.remove_many(model.objects.filter(job=job))
        act.change(job, description="", outcome="", location=None)

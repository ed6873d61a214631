from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.jobs.models.job import Job

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.timeline.acting import Acting


def go_along(act: Acting, old: dict[int, int], to: Member) -> dict[int, int]:
    """Let ``to`` manage the open jobs that the old owner of each primary client manages (R19).

    ``old``: the old owners by clients. Answers how many of each client went.
    """
    rows = Job.objects.open().filter(client__in=list(old), manager__in=set(old.values()))
    mine = [j for j in act.lock_many(rows.order_by("id")) if j.manager_id == old[j.client_id]]
    act.change_many(mine, manager=to)
    found: dict[int, int] = {}
    for job in mine:
        found[job.client_id] = found.get(job.client_id, 0) + 1
    return found

"""Jobs go to the client that stays; a job that both had a part in keeps one part, with the people of either."""

from __future__ import annotations

from atrium.clients.merge_rules import Moving, moves, moves_all, stands_free
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.models import ParticipationContact

# A job has several clients, and may be at a location of any of them.
stands_free("jobs.participation", "job")
stands_free("jobs.job", "location")
moves_all("jobs.job", noun="jobs")
moves_all("jobs.job", field="billing", noun=gettext_lazy("jobs it pays"))


@moves(
    "jobs.participation",
    noun=gettext_lazy("parts in jobs"),
    one=lambda row: gettext("Part in the job {code} {job}").format(code=row.job.code, job=row.job),
)
def parts(moving: Moving) -> None:
    """What the client that stays does not say of a job, the other one's part fills in."""
    has = {row.job_id: row for row in moving.standing}
    chosen = _chosen([*moving.standing, *moving.rows])
    for row in moving.rows:
        same = has.setdefault(row.job_id, row)
        if same is row:
            continue
        moving.keep_back(row, gettext("it has a part in this job already"))
        if row.notes and not same.notes and same.pk not in moving.change:
            moving.set(same, notes=row.notes)
        for contact in sorted(chosen.get(row.pk, set()) - chosen.setdefault(same.pk, set())):
            moving.add.append(ParticipationContact(participation=same, contact_id=contact))
            chosen[same.pk].add(contact)


def _chosen(rows: list[object]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    keys = [row.pk for row in rows]  # type: ignore[attr-defined]
    given = ParticipationContact.objects.filter(participation__in=keys)
    for part, contact in given.values_list("participation_id", "contact_id"):
        found.setdefault(part, set()).add(contact)
    return found

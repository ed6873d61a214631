"""By what of their jobs lists of clients are narrowed."""

from __future__ import annotations

from typing import Any

from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Option
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, OneOf, within
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext_lazy
from atrium.jobs import roles
from atrium.jobs.facts import open_parts
from atrium.jobs.models import Participation
from atrium.organisations.permissions import Can

SECTION = gettext_lazy("Activity and figures")


def _overdue(where: Where) -> Any:
    return open_parts().filter(job__due_on__lt=where.organisation.today())


def _due(days: Days, where: Where) -> Answer:
    return Answer(rows=open_parts().filter(within("job__due_on", days)), several=True)


def _parts(where: Where) -> list[Option]:
    return [Option(key, label) for key, label in roles.choices(where.organisation)]


def _having(keys: list[str], where: Where) -> Answer:
    rows = Participation.objects.filter(roles.having(keys), job__binned_at=None)
    return Answer(rows=rows, several=True)


for _slug, _label, _rows in (
    ("open_jobs", gettext_lazy("Open jobs"), open_parts),
    ("overdue_jobs", gettext_lazy("Overdue jobs"), _overdue),
):
    criterion(Counted(slug=_slug, label=_label, section=SECTION, needs=Can.JOBS_SEE, rows=_rows))
criterion(
    OnDays(
        slug="job_due",
        label=gettext_lazy("Due day of an open job"),
        section=SECTION,
        needs=Can.JOBS_SEE,
        between=_due,
    )
)
criterion(
    OneOf(
        slug="job_part",
        label=gettext_lazy("Part in a job"),
        section=SECTION,
        needs=Can.JOBS_SEE,
        choices=_parts,
        fits=_having,
    )
)

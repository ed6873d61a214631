"""What the jobs of a client answer: open ones, overdue ones, the last one (C05)."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from atrium.calendar.facts import day_words
from atrium.clients.facts import count_of
from atrium.clients.field_sort import Keys
from atrium.clients.list_order import Sort, sort_by
from atrium.clients.page import Fact, Figure, Total, fact
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.models import Participation, Phase
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can


def open_parts(_: Any = None) -> Any:
    """The parts that clients have in open jobs: counted here, in lists, filters, orders and files."""
    return Participation.objects.filter(job__phase=Phase.OPEN, job__binned_at=None)


def _linked() -> Any:
    return Participation.objects.filter(client=OuterRef("pk"), job__binned_at=None)


def _open() -> Any:
    return open_parts().filter(client=OuterRef("pk"))


def _open_jobs(organisation: Organisation) -> dict[str, Combinable]:
    rows = _open()
    dated = rows.filter(job__due_on__isnull=False).order_by("job__due_on", "job_id")
    return {
        "open_jobs": count_of(rows),
        "overdue_jobs": count_of(rows.filter(job__due_on__lt=organisation.today())),
        "next_job": Subquery(dated.values("job__due_on")[:1]),
    }


def _show_open_jobs(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}jobs/"
    value, late = str(client.open_jobs), client.overdue_jobs
    if late:
        return Figure(
            value=value, reason=gettext("{late} overdue").format(late=late), tone="bad", url=url
        )
    if client.next_job:
        words = day_words(client.next_job, organisation.today())
        return Figure(value=value, reason=gettext("Next due {words}").format(words=words), url=url)
    reason = gettext("None has a due day") if client.open_jobs else gettext("No job is open")
    return Figure(value=value, reason=reason, url=url)


fact(
    Fact(
        slug="open_jobs",
        label=gettext_lazy("Open jobs"),
        order=15,
        needs=Can.JOBS_SEE,
        parts=_open_jobs,
        shown=_show_open_jobs,
        total=Total(label=gettext_lazy("Open jobs"), part=lambda _: count_of(_open())),
    )
)
sort_by(
    Sort(
        slug="open_jobs",
        label=gettext_lazy("Open jobs"),
        field="",
        newest_first=True,
        walked=lambda _: Keys.counted(open_parts()),
        holds=int,
        needs=Can.JOBS_SEE,
        scope="jobs:read",
    )
)


def _last_job(_: Organisation) -> dict[str, Combinable]:
    last = _linked().order_by("-job_id")
    return {
        "last_job": Subquery(last.values("job__number")[:1]),
        "last_job_title": Subquery(last.values("job__title")[:1]),
    }


def _show_last_job(client: Any, _: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}jobs/"
    if client.last_job is None:
        return Figure(value=gettext("None"), reason=gettext("No job yet"), url=url)
    return Figure(value=f"J-{client.last_job:04d}", reason=client.last_job_title, url=url)


fact(
    Fact(
        slug="last_job",
        label=gettext_lazy("Last job"),
        order=48,
        needs=Can.JOBS_SEE,
        parts=_last_job,
        shown=_show_last_job,
        header=False,
    )
)

"""What jobs add to the frame of every page and to the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.numbers import number_in
from atrium.foundation.palette import PaletteItem, palette_action, palette_finds
from atrium.foundation.translation import gettext_lazy
from atrium.jobs.lines import lines_of
from atrium.jobs.models import Job, Participation
from atrium.jobs.words import ROLES, STAGES
from atrium.meetings.dated import MOST, Asked, Dated, has_days
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.organisations.settings_pages import settings_page

ON_DASHBOARD = 8
IN_PALETTE = 4
SHORTEST = 3

nav_item(
    label=gettext_lazy("Jobs"),
    icon="briefcase",
    url_name="jobs",
    order=5,
    group=WORK,
    needs=Can.JOBS_SEE,
)
for _order, _list in enumerate((STAGES, ROLES), 310):
    settings_page(
        label=_list.title,
        icon=_list.icon,
        url_name=f"words-{_list.slug}",
        order=_order,
        needs=Can.LEXICON_EDIT,
        text=_list.text,
        words="orders work pipeline workflow",
        kept=(_list.model._meta.label_lower,),
    )


@dashboard_card(
    slug="jobs", side="main", order=19, needs=Can.JOBS_SEE, template="jobs/dashboard.html"
)
def jobs_of_mine(request: MemberRequest) -> dict[str, Any] | None:
    """Your open jobs that are due by today, the oldest first."""
    member = request.member
    found = _jobs_of_mine(member=member)
    if not found:
        return None
    return {
        "lines": lines_of(found[:ON_DASHBOARD], member),
        "more": len(found) > ON_DASHBOARD,
        "organisation": member.organisation,
    }


@prepared()
def _jobs_of_mine(*, member: Member) -> Any:
    rows = Job.objects.visible_to(member).open().of_member(member)
    due = rows.filter(due_on__lte=member.organisation.today()).select_related("client")
    return due.order_by("due_on", "id")[: ON_DASHBOARD + 1]


@has_days("jobs", needs=Can.JOBS_SEE)
def jobs_due(asked: Asked) -> Iterator[Dated]:
    """Open jobs by the day on which they are due."""
    rows = Job.objects.visible_to(asked.member).open()
    rows = rows.filter(due_on__gte=asked.start, due_on__lt=asked.end)
    if asked.members is not None:
        rows = rows.of_members(asked.members)
    if asked.client is not None:
        linked = Participation.objects.filter(job=OuterRef("pk"))
        rows = rows.filter(Exists(linked.filter(client__number=asked.client)))
    found = list(rows.select_related("client").order_by("due_on", "id")[:MOST])
    for line in lines_of(found, asked.member):
        job, first = line.job, line.first
        assert job.due_on is not None, "chosen by their day"
        yield Dated(
            key=f"job-{job.public_id}",
            day=job.due_on,
            title=f"{job.code} {job.title}",
            beside=first.client.name if first else "",
            url=job.get_absolute_url(),
            icon="briefcase",
        )


@palette_finds(gettext_lazy("Jobs"))
def jobs_called(member: Member, query: str) -> list[PaletteItem]:
    """Jobs by words of their title or by their number, the newest first."""
    if len(query.strip()) < SHORTEST:
        return []
    rows = _called(member=member, words=query.split()[:8], number=number_in(query, "J-"))
    return [
        PaletteItem(
            icon="briefcase",
            title=line.job.title,
            sub=", ".join(
                filter(
                    None, [line.job.code, str(line.first.client) if line.first else "", line.due]
                )
            ),
            url=line.job.get_absolute_url(),
        )
        for line in lines_of(rows, member)
    ]


@prepared()
def _called(*, member: Member, words: list[str], number: int | None) -> Any:
    rows = Job.objects.visible_to(member).kept().called(words, number)
    return rows.select_related("client").order_by("-number")[:IN_PALETTE]


palette_action(
    label=gettext_lazy("Add a job"),
    icon="briefcase",
    order=15,
    url_name="job-new",
    needs=Can.JOBS_WRITE,
    words="new open create",
)

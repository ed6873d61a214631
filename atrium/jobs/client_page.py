"""What jobs hang on the client page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from atrium.calendar.facts import day_words
from atrium.clients.events_seen import seen_with
from atrium.clients.page import Attention, Context, action, attention, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext, gettext_lazy, ngettext, pgettext
from atrium.jobs import facts
from atrium.jobs.lines import lines_of
from atrium.jobs.models import Job, Participation, Phase
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared

__all__ = ["facts"]

MOST = 25
seen_with("job", Can.JOBS_SEE)
for _model in (
    "job",
    "participation",
    "participationcontact",
    "associate",
    "checklistitem",
    "incident",
    "timeentry",
    "candidate",
):
    NEEDS[f"jobs.{_model}"] = Need("jobs", Can.JOBS_WRITE)
NEEDS["jobs.stage"] = Need("job-stages", Can.LEXICON_EDIT)
NEEDS["jobs.jobrole"] = Need("job-roles", Can.LEXICON_EDIT)


@tab(
    slug="jobs",
    label=gettext_lazy("Jobs"),
    order=12,
    needs=Can.JOBS_SEE,
    template="jobs/tab.html",
    count="open_jobs",
)
def jobs(request: MemberRequest, portrait: Portrait) -> Context:
    """The open ones by their day, then the others, the latest first; the list has all of them."""
    client, member = portrait.client, portrait.member
    open_ones, ended = _open(client=client.pk), _ended(client=client.pk)
    lines = lines_of([*open_ones[:MOST], *ended[:MOST]], member, named=False)
    return {
        "open_lines": [line for line in lines if line.job.is_open],
        "ended_lines": [line for line in lines if not line.job.is_open],
        "more": len(open_ones) > MOST or len(ended) > MOST,
        "may_write": member.can(Can.JOBS_WRITE) and not client.is_archived,
    }


@prepared()
def _open(*, client: int) -> Any:
    """The first open jobs in which the client has a part, by their day."""
    return _of(client).open().order_by("due_on", "id")[: MOST + 1]


@prepared()
def _ended(*, client: int) -> Any:
    """The last of the others."""
    return _of(client).kept().exclude(phase=Phase.OPEN).order_by("-number")[: MOST + 1]


def _of(client: int) -> Any:
    linked = Participation.objects.filter(client=client, job=OuterRef("pk"))
    return Job.objects.filter(Exists(linked))


@attention
def overdue(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """Jobs whose day is past."""
    client = portrait.client
    late = getattr(client, "overdue_jobs", 0)
    if not late:
        return []
    today = client.organisation.today()
    return [
        Attention(
            icon="briefcase",
            title=ngettext("1 job is overdue", "{late} jobs are overdue", late).format(late=late),
            reason=gettext("Since {day}").format(day=day_words(client.next_job, today)),
            tone="bad",
            action=pgettext("verb", "Open"),
            url=address("client-tab", client.organisation.slug, client.number, "jobs"),
            order=25,
            dialog=False,
        )
    ]


action(
    slug="job",
    label=gettext_lazy("Add job"),
    icon="briefcase",
    order=5,
    key="b",
    primary=True,
    needs=Can.JOBS_WRITE,
    url_name="client-job-new",
    dialog=False,
    when=lambda client: not client.is_archived,
)

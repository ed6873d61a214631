"""What jobs hang on the client page."""

from __future__ import annotations

from atrium.calendar.facts import day_words
from atrium.clients.events_seen import seen_with
from atrium.clients.page import Attention, Context, action, attention, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.foundation.addresses import address
from atrium.jobs import facts
from atrium.jobs.lines import lines_of
from atrium.jobs.models import Job
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

__all__ = ["facts"]

MOST = 50
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
    label="Jobs",
    order=12,
    needs=Can.JOBS_SEE,
    template="jobs/tab.html",
    count="open_jobs",
)
def jobs(request: MemberRequest, portrait: Portrait) -> Context:
    """The open ones by their day, then the others, the latest first; the list has all of them."""
    client, member = portrait.client, portrait.member
    rows = Job.objects.kept().of_client(client).select_related("client")
    open_ones = list(rows.open().order_by("due_on", "id")[: MOST + 1])
    ended = list(rows.exclude(phase="open").order_by("-number")[: MOST + 1])
    return {
        "open_lines": lines_of(open_ones[:MOST], member),
        "ended_lines": lines_of(ended[:MOST], member),
        "more": len(open_ones) > MOST or len(ended) > MOST,
        "may_write": member.can(Can.JOBS_WRITE) and not client.is_archived,
    }


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
            title="1 job is overdue" if late == 1 else f"{late} jobs are overdue",
            reason=f"Since {day_words(client.next_job, today)}",
            tone="bad",
            action="Open",
            url=address("client-tab", client.organisation.slug, client.number, "jobs"),
            order=25,
            dialog=False,
        )
    ]


action(
    slug="job",
    label="Add job",
    icon="briefcase",
    order=5,
    key="b",
    primary=True,
    needs=Can.JOBS_WRITE,
    url_name="client-job-new",
    dialog=False,
    when=lambda client: not client.is_archived,
)

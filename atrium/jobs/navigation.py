"""What jobs add to the frame of every page and to the dashboard."""

from __future__ import annotations

from typing import Any

from atrium.foundation.navigation import nav_item
from atrium.jobs.lines import lines_of
from atrium.jobs.models import Job
from atrium.jobs.words import STAGES
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

ON_DASHBOARD = 8

nav_item(label="Jobs", icon="briefcase", url_name="jobs", order=27, needs=Can.JOBS_SEE)
settings_page(
    label=STAGES.title,
    icon=STAGES.icon,
    url_name="words-job-stages",
    order=58,
    needs=Can.LEXICON_EDIT,
)


@dashboard_card(
    slug="jobs", side="main", order=19, needs=Can.JOBS_SEE, template="jobs/dashboard.html"
)
def jobs_of_mine(request: MemberRequest) -> dict[str, Any] | None:
    """Your open jobs that are due by today, the oldest first."""
    member = request.member
    rows = Job.objects.visible_to(member).open().of_member(member)
    due = rows.filter(due_on__lte=member.organisation.today()).select_related("client")
    found = list(due.order_by("due_on", "id")[: ON_DASHBOARD + 1])
    if not found:
        return None
    return {
        "lines": lines_of(found[:ON_DASHBOARD], member),
        "more": len(found) > ON_DASHBOARD,
        "organisation": member.organisation,
    }

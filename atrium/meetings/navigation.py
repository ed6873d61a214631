"""What meetings add to the frame of every page and to the dashboard."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.meetings.facts import Line
from atrium.meetings.models import Attendee, Meeting
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared

nav_item(
    label=gettext_lazy("Calendar"),
    icon="calendar-days",
    url_name="calendar",
    order=40,
    group=WORK,
    needs=Can.MEETINGS_SEE,
)


@dashboard_card(
    slug="meetings",
    side="main",
    order=18,
    needs=Can.MEETINGS_SEE,
    template="meetings/dashboard.html",
)
def meetings_today(request: MemberRequest) -> dict[str, Any] | None:
    """Your meetings of today, the next first."""
    member = request.member
    start = datetime.combine(
        member.organisation.today(), datetime.min.time(), member.organisation.zone
    )
    rows = _between(member=member, start=start, end=start + timedelta(days=1))
    prefetch_related_objects(rows, Prefetch("attendees", Attendee.objects.order_by("id")))
    lines = []
    for row in rows:
        row.client.organisation = member.organisation
        lines.append(Line.of(row, member))
    return {"lines": lines, "organisation": member.organisation} if lines else None


@prepared()
def _between(*, member: Member, start: datetime, end: datetime) -> Any:
    rows = Meeting.objects.visible_to(member).with_member(member).standing().within(start, end)
    return rows.select_related("client", "series").soonest_first()

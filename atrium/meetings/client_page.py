"""What meetings hang on the client page."""

from __future__ import annotations

from atrium.calendar.sources import task_source
from atrium.clients.events_seen import seen_with
from atrium.clients.highlights import Highlight, highlight
from atrium.clients.page import Attention, Context, action, attention, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.foundation.addresses import address
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy, pgettext
from atrium.meetings.facts import Line, coming, past
from atrium.meetings.models import Meeting
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

seen_with("meeting", Can.MEETINGS_SEE)
for _model in ("meeting", "attendee", "series"):
    NEEDS[f"meetings.{_model}"] = Need("meetings", Can.MEETINGS_WRITE)


@tab(
    slug="meetings",
    label=gettext_lazy("Meetings"),
    key="d",
    order=25,
    needs=Can.MEETINGS_SEE,
    template="meetings/tab.html",
)
def meetings(request: MemberRequest, portrait: Portrait) -> Context:
    """Those to come, then those that were, the latest first (R14)."""
    client, member = portrait.client, portrait.member

    def lines(rows: list[Meeting]) -> list[Line]:
        for row in rows:
            row.client = client
            row.organiser = portrait.words.members.get(row.organiser_id or 0)
        return [Line.of(row, member) for row in rows]

    return {
        "coming": lines(coming(client)),
        "past": lines(past(client)),
        "may_plan": member.can(Can.MEETINGS_WRITE) and not client.is_archived,
    }


task_source(
    "meetings.meeting",
    label=gettext_lazy("From a meeting"),
    icon="calendar-days",
    path=lambda client, key: address("meeting", client.organisation.slug, client.number, key),
)


@highlight
def next_meeting(portrait: Portrait) -> Highlight | None:
    """The meeting that comes next, whenever it is."""
    client = portrait.client
    at = getattr(client, "next_meeting", None)
    if at is None:
        return None
    at = client.organisation.local(at)
    return Highlight(
        icon="calendar-days",
        kind=gettext("Next meeting"),
        title=client.next_meeting_title,
        when=f"{spoken(at):%a %-d %b, %H:%M}",
        url=address("meeting", client.organisation.slug, client.number, client.next_meeting_key),
        order=20,
    )


@attention
def meeting_soon(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """The next meeting, where it is today or tomorrow (V02)."""
    client = portrait.client
    at = getattr(client, "next_meeting", None)
    if at is None:
        return []
    place = client.organisation
    at, today = place.local(at), place.today()
    days = (at.date() - today).days
    if days > 1:
        return []
    return [
        Attention(
            icon="calendar-days",
            title=(
                gettext("Meeting today at {at:%H:%M}")
                if days <= 0
                else gettext("Meeting tomorrow at {at:%H:%M}")
            ).format(at=at),
            reason=client.next_meeting_title,
            tone="info",
            action=pgettext("verb", "Open"),
            url=address("client-tab", place.slug, client.number, "meetings"),
            order=20,
            dialog=False,
        )
    ]


action(
    slug="meeting",
    label=gettext_lazy("Plan a meeting"),
    icon="calendar-plus",
    order=15,
    needs=Can.MEETINGS_WRITE,
    url_name="meeting-new",
    dialog=False,
)

"""What tasks hang on the client page."""

from __future__ import annotations

from django.urls import reverse

from atrium.calendar.facts import Todays, day_words, listed, quick_days
from atrium.calendar.forms import MoreFields
from atrium.calendar.models import Task
from atrium.clients.activity import Cursor
from atrium.clients.events_seen import seen_with
from atrium.clients.highlights import Highlight, highlight
from atrium.clients.page import Attention, Context, attention, panel, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

seen_with("task", Can.TASKS_SEE)
DONE_SHOWN = 30

NEEDS["calendar.task"] = NEEDS["calendar.taskcontact"] = Need("tasks", Can.TASKS_WRITE)


@panel(
    slug="tasks",
    side="right",
    order=12,
    needs=Can.TASKS_SEE,
    template="calendar/tasks_panel.html",
)
def tasks(request: MemberRequest, portrait: Portrait) -> Context:
    """Today's tasks, with a way to add one and one to all others (C06)."""
    member = portrait.member
    return {
        "todays": Todays.read(portrait),
        "may_write": member.can(Can.TASKS_WRITE) and not portrait.client.is_archived,
        "days": quick_days(member.organisation.today()),
        "people": portrait.words.active_members,
        "more": MoreFields.of(
            [
                (person.link.contact.public_id, person.link.contact.name)
                for person in portrait.people
            ]
        ),
    }


@highlight
def next_task(portrait: Portrait) -> Highlight | None:
    """The task that is due next."""
    client = portrait.client
    due = getattr(client, "next_task", None)
    if due is None:
        return None
    today = client.organisation.today()
    return Highlight(
        icon="square-check-big",
        kind=gettext("Next task"),
        title=client.next_task_title,
        when=day_words(due, today),
        url=f"{client.get_absolute_url()}tasks/#task-tab-{client.next_task_key}",
        order=30,
        tone="bad" if due < today else "",
    )


@tab(
    slug="tasks",
    label=gettext_lazy("Tasks"),
    order=20,
    needs=Can.TASKS_SEE,
    template="calendar/tasks_tab.html",
    count="open_tasks",
)
def all_tasks(request: MemberRequest, portrait: Portrait) -> Context:
    """The open ones by urgency, then the done ones, the latest first."""
    rows = Task.objects.filter(client=portrait.client).told()
    done = rows.filter(done_at__isnull=False).order_by("-done_at", "-id")
    place = Cursor.read(request.GET.get("before", ""))
    if place is not None:
        done = done.filter(done_at__lt=place.at)
    found = list(done[: DONE_SHOWN + 1])
    last = found[DONE_SHOWN - 1] if found[DONE_SHOWN:] else None
    return {
        "open_lines": [] if place else listed(portrait, list(rows.open().by_urgency()[:500])),
        "done_lines": listed(portrait, found[:DONE_SHOWN]),
        "before": str(Cursor(last.done_at, last.pk)) if last and last.done_at else "",
        "goes_on": place is not None,
        "may_add": portrait.member.can(Can.TASKS_WRITE) and not portrait.client.is_archived,
    }


@attention
def overdue(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    client = portrait.client
    late = getattr(client, "overdue_tasks", 0)
    if not late:
        return []
    today = client.organisation.today()
    return [
        Attention(
            icon="square-check-big",
            title=gettext("1 task is overdue")
            if late == 1
            else gettext("{late} tasks are overdue").format(late=late),
            reason=gettext("Since {day_words}").format(
                day_words=day_words(client.next_task, today)
            ),
            tone="bad",
            action="Open",
            url=reverse("client-tab", args=[client.organisation.slug, client.number, "tasks"]),
            order=30,
            dialog=False,
        )
    ]

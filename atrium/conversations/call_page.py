"""What calls hang on the client page and on the page of a person (R18)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from atrium.calendar.models import Task
from atrium.clients.events_seen import seen_with
from atrium.clients.facts import count_of
from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, within
from atrium.clients.page import Fact, Figure, Total, action, fact
from atrium.clients.portrait import Portrait
from atrium.clients.sorting import sort
from atrium.clients.taking_back import NEEDS, Need
from atrium.clients.telling import NO_UNDO, card
from atrium.clients.value_types import Where
from atrium.conversations.models import Call, CallDirection
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.timeline.models import Event

SECTION = gettext_lazy("Activity and figures")

seen_with("call", Can.CALLS_SEE)
NEEDS["conversations.call"] = Need("calls", Can.CALLS_LOG)
# It has a menu of its own.
NO_UNDO.add("call.logged")

action(
    slug="call-log",
    label=gettext_lazy("Log a call"),
    icon="phone-call",
    order=2,
    needs=Can.CALLS_LOG,
    url_name="call-new",
    key="c",
    when=lambda client: not client.is_archived,
)


def _sorted(direction: str) -> Q:
    return Q(subject_id__in=Call.objects.filter(direction=direction).values("pk"))


for _direction, _label in (
    (CallDirection.OUT, gettext_lazy("Calls: we called")),
    (CallDirection.IN, gettext_lazy("Calls: they called")),
):
    sort("call.logged", _direction.value, _label, partial(_sorted, _direction))


@prepared()
def _told(*, keys: list[int]) -> QuerySet[Call]:
    following = (
        Task.objects.open().filter(source_key=OuterRef("public_id")).order_by("due_on", "id")
    )
    rows: Any = Call.objects.filter(pk__in=keys).kept().select_related("contact")
    found: QuerySet[Call] = rows.annotate(
        follow_up_title=Subquery(following.values("title")[:1]),
        follow_up_on=Subquery(following.values("due_on")[:1]),
    )
    return found


@card("call.logged", template="conversations/calls/told.html")
def calls_told(portrait: Portrait, events: list[Event]) -> dict[int, Any]:
    """The calls themselves; of a removed one the line tells."""
    keys = {event.subject_id: event.pk for event in events if event.subject_id}
    found = _told(keys=list(keys))
    for call in found:
        call.member = portrait.words.members.get(call.member_id or 0)
        if call.contact is not None:
            call.contact.organisation = portrait.member.organisation
    live, local = not portrait.client.is_archived, portrait.member.organisation.local
    return {
        keys[call.pk]: {
            "call": call,
            "at": local(call.started_at),
            "may_add": live and portrait.member.can(Can.TASKS_WRITE),
            "may_change": live and call.may_be_changed_by(portrait.member),
        }
        for call in found
    }


def _kept(_: Where | None = None) -> Any:
    return Call.objects.all().kept()


def _calls(organisation: Organisation) -> dict[str, Combinable]:
    rows = _kept().filter(client=OuterRef("pk"))
    last = rows.order_by("-started_at", "-id")
    return {"call_count": count_of(rows), "last_call": Subquery(last.values("started_at")[:1])}


def _show_calls(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}?kind=call.logged"
    last = client.last_call
    reason = (
        gettext("Last {time}").format(time=f"{spoken(organisation.local(last)):%-d %b %Y}")
        if last
        else gettext("None yet")
    )
    return Figure(value=str(client.call_count), reason=reason, url=url)


fact(
    Fact(
        slug="call_count",
        label=gettext_lazy("Calls"),
        order=45,
        needs=Can.CALLS_SEE,
        parts=_calls,
        shown=_show_calls,
        header=False,
        total=Total(
            label=gettext_lazy("Calls"),
            part=lambda _: count_of(_kept().filter(client=OuterRef("pk"))),
        ),
    )
)


def _called(days: Days, where: Where) -> Answer:
    return Answer(rows=_kept().filter(within("started_at", days, where)), several=True)


criterion(
    Counted(
        slug="call_count",
        label=gettext_lazy("Calls"),
        section=SECTION,
        needs=Can.CALLS_SEE,
        rows=_kept,
    )
)
criterion(
    OnDays(
        slug="called",
        label=gettext_lazy("Day of a call"),
        section=SECTION,
        needs=Can.CALLS_SEE,
        between=_called,
        nothing=lambda where: Answer(rows=_kept(where), several=True, negated=True),
        never=gettext_lazy("was never"),
    )
)

"""The next and the last meeting: as columns and figures, and to narrow lists of clients by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from atrium.clients.facts import count_of
from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, within
from atrium.clients.page import Fact, Figure, fact
from atrium.clients.value_types import Where
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.meetings.models import Meeting
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can

SECTION = gettext_lazy("Activity and figures")


def _coming(_: Any = None) -> Any:
    # By the clock of the database, so that pages can compose the query once.
    return Meeting.objects.filter(cancelled_at=None, ends_at__gt=Now())


def _past(_: Any = None) -> Any:
    return Meeting.objects.filter(cancelled_at=None, ends_at__lte=Now())


def _next(organisation: Organisation) -> dict[str, Combinable]:
    rows = _coming().filter(client=OuterRef("pk"))
    first = rows.order_by("starts_at", "id")
    return {
        "next_meeting": Subquery(first.values("starts_at")[:1]),
        "next_meeting_title": Subquery(first.values("title")[:1]),
        "next_meeting_key": Subquery(first.values("public_id")[:1]),
        "coming_meetings": count_of(rows),
    }


def _show_next(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}meetings/"
    if client.next_meeting is None:
        return Figure(value=gettext("None"), reason=gettext("None is planned"), url=url)
    at = organisation.local(client.next_meeting)
    return Figure(value=f"{spoken(at):%a %-d %b, %H:%M}", reason=client.next_meeting_title, url=url)


fact(
    Fact(
        slug="next_meeting",
        label=gettext_lazy("Next meeting"),
        order=47,
        needs=Can.MEETINGS_SEE,
        parts=_next,
        shown=_show_next,
        header=False,
    )
)


def _day_of(slug: str, label: str, rows: Callable[[], Any], never: str) -> None:
    def between(days: Days, where: Where) -> Answer:
        return Answer(rows=rows().filter(within("starts_at", days, where)), several=True)

    def nothing(_: Where) -> Answer:
        return Answer(rows=rows(), several=True, negated=True)

    criterion(
        OnDays(
            slug=slug,
            label=label,
            section=SECTION,
            needs=Can.MEETINGS_SEE,
            between=between,
            nothing=nothing,
            never=never,
        )
    )


_day_of(
    "meeting_to_come", gettext_lazy("Day of a meeting to come"), _coming, gettext_lazy("has none")
)
_day_of("met", gettext_lazy("Day of a past meeting"), _past, gettext_lazy("never met"))
criterion(
    Counted(
        slug="meetings_to_come",
        label=gettext_lazy("Meetings to come"),
        section=SECTION,
        needs=Can.MEETINGS_SEE,
        rows=_coming,
    )
)

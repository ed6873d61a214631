"""Criteria of what happened with a client: when people last talked with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from atrium.clients.events_seen import open_to_all
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import criterion
from atrium.clients.narrowing.kinds import Days, OnDays, instants
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Strand
from atrium.timeline.models import Event


def _rows(**which: Any) -> Any:
    return open_to_all(Event.objects.filter(strand=Strand.TALK, **which))


def _talk(**which: Any) -> Q:
    return Q(Exists(_rows(client=OuterRef("pk"), **which)))


def _last_talked(days: Days, where: Where) -> Answer:
    """There was talk by the end of the days and none since; in the index, without sorting."""
    begin, end = instants(days, where)
    if begin and (end is None or end > now()):
        return Answer(rows=_rows(at__gte=begin), several=True)
    found = _talk(at__gte=begin) if begin else _talk()
    return Answer(q=found & ~_talk(at__gte=end))


criterion(
    OnDays(
        slug="last_contact",
        label=gettext_lazy("Last contact"),
        section=gettext_lazy("Activity and figures"),
        between=_last_talked,
        never=gettext_lazy("was never"),
        nothing=lambda _: Answer(q=~_talk()),
    )
)

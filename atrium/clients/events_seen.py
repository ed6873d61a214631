"""Which events of a client a member may know of; the same wherever events are told, counted or found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Client
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.timeline.models.event import EventQuerySet

_SEEN_WITH: dict[str, Can] = {}
_SEEN_WHERE: dict[str, Callable[[Member], Q]] = {}
_OPEN_WHERE: dict[str, Callable[[], Q]] = {}
_SAID_BESIDE: list[Callable[[Member, int, str], Q]] = []


def seen_with(prefix: str, needs: Can) -> None:
    """Show the kinds that begin with ``prefix`` and a dot only to members who have the permission."""
    _SEEN_WITH[prefix] = needs


def seen_where(prefix: str, condition: Callable[[Member], Q]) -> None:
    """Show the kinds that begin with ``prefix`` and a dot only where their subject meets the condition.

    It is asked for every way in which events are told: what it hides does not exist for the member.
    """
    _SEEN_WHERE[prefix] = condition


def open_where(prefix: str, condition: Callable[[], Q]) -> None:
    """Let figures that are the same for everyone count those kinds only where the condition is met."""
    _OPEN_WHERE[prefix] = condition


def said_beside(finder: Callable[[Member, int, str], Q]) -> None:
    """Let the search inside one client find events by words that do not stand in the events (X07).

    ``finder`` is asked with the member, the client's key and the words, and answers no more than
    the member may read.
    """
    _SAID_BESIDE.append(finder)


def found_beside(member: Member, client: int, text: str) -> Q:
    """Those events of the client whose words stand elsewhere."""
    found = Q()
    for finder in _SAID_BESIDE:
        found |= finder(member, client, text)
    return found


def open_to_all(events: EventQuerySet) -> EventQuerySet:
    """Those of ``events`` that figures may count: what only some may know of moves no figure."""
    for prefix, condition in _OPEN_WHERE.items():
        events = events.filter(~Q(kind__startswith=f"{prefix}.") | condition())
    return events


def settle_activity(clients: Iterable[Client]) -> None:
    """Set when something happened last to what everyone may know of: for when that has changed."""
    for client in clients:
        told = open_to_all(Event.objects.filter(client=client)).order_by("-at", "-id")
        last = told.values_list("at", flat=True).first()
        if last is not None:
            Client.objects.filter(pk=client.pk).update(active_at=last)


def only_seen(member: Member, events: EventQuerySet) -> EventQuerySet:
    """Without the events of kinds, and about rows, that the member may know nothing of."""
    hidden = Q()
    for prefix in hidden_from(member):
        hidden |= Q(kind__startswith=f"{prefix}.")
    events = events.exclude(hidden) if hidden else events
    for prefix, condition in _SEEN_WHERE.items():
        events = events.filter(~Q(kind__startswith=f"{prefix}.") | condition(member))
    return events


def hidden_from(member: Member) -> list[str]:
    """The prefixes of the kinds that the member may not see."""
    return [prefix for prefix, needs in _SEEN_WITH.items() if not member.can(needs)]


def told_to(member: Member, events: EventQuerySet, unseen: Collection[int]) -> EventQuerySet:
    """Those of ``events`` that the member may see: of another client, only whom they may see.

    ``unseen`` are the fields of which they may learn nothing: fields.hidden_from(member).
    """
    events = only_seen(member, events)
    if unseen:
        events = events.exclude(subject_model="clients.field", subject_id__in=unseen)
    if member.can(Can.CLIENTS_SEE_ALL):
        return events
    other = Client.objects.met_by(member).filter(pk=OuterRef("subject_id"))
    return events.filter(~Q(subject_model="clients.client") | Exists(other))

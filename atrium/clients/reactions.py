"""Who hears of what happens to a client: those who look after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from atrium.clients.events import (
    AccessChanged,
    Archived,
    AssignmentGiven,
    ContactDelinked,
    DetailChanged,
    Flagged,
    HoldLifted,
    OwnerChanged,
    PutOnHold,
    RecordRestored,
    Restored,
    StatusChanged,
)
from atrium.clients.models import Assignment, Client, Grant
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.page import TABS
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.sight import seen_through, shown_at
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.timeline.models import Event

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

HOLDS = topic(
    Topic(
        code="holds",
        label=gettext_lazy("Holds"),
        text=gettext_lazy("A client you look after is put on hold or taken off."),
        icon="circle-pause",
        order=30,
        email=True,
    )
)
FLAGS = topic(
    Topic(
        code="flags",
        label=gettext_lazy("Flags"),
        text=gettext_lazy("A client you look after is flagged."),
        icon="flag",
        order=40,
    )
)
STATUSES = topic(
    Topic(
        code="statuses",
        label=gettext_lazy("Status"),
        text=gettext_lazy("A client you look after moves to another status."),
        icon="list-checks",
        order=50,
    )
)
OWNERSHIP = topic(
    Topic(
        code="ownership",
        label=gettext_lazy("Yours to look after"),
        text=gettext_lazy("A client becomes yours, or you join its relationship team."),
        icon="users-round",
        order=10,
        email=True,
    )
)
ACCESS = topic(
    Topic(
        code="access",
        label=gettext_lazy("Access"),
        text=gettext_lazy(
            "You are let in to a client, or who may see one that you look after changes."
        ),
        icon="lock",
        order=60,
    )
)


RECORD = topic(
    Topic(
        code="record",
        label=gettext_lazy("Changes that matter"),
        text=gettext_lazy(
            "A client you look after is archived or restored, or its legal name, tax ID, owner or billing contact changes."
        ),
        icon="file-pen",
        order=55,
    )
)
LEGAL = frozenset({"legal_name", "tax_id"})


@seen_through
def visible(member: Member) -> ClientQuerySet:
    clients: ClientQuerySet = Client.objects.visible_to(member)
    return clients


@shown_at
def address(event: Event) -> str:
    """The client's activity, beginning at the event."""
    page = event.client.get_absolute_url()
    if event.kind == OwnerChanged.code and event.particulars.get("of", 1) > 1:
        return reverse("handover", args=[event.client.organisation.slug, event.act_id])
    if "activity" not in TABS:
        return page
    microseconds = (event.at - EPOCH) // timedelta(microseconds=1)
    path = reverse(
        "client-tab", args=[event.client.organisation.slug, event.client.number, "activity"]
    )
    here = urlencode({"before": f"{microseconds}-{event.pk + 1}"})
    return f"{path}?{here}#event-{event.pk}"


@tell(PutOnHold, HoldLifted, topic=HOLDS)
def hold_watchers(event: Event) -> Iterable[Member | None]:
    return looking_after(event)


@tell(Flagged, topic=FLAGS)
def flag_watchers(event: Event) -> Iterable[Member | None]:
    return looking_after(event)


@tell(Archived, Restored, RecordRestored, ContactDelinked, topic=RECORD)
def record_watchers(event: Event) -> Iterable[Member | None]:
    return looking_after(event)


@tell(DetailChanged, topic=RECORD)
def legal_watchers(event: Event) -> Iterable[Member | None]:
    return looking_after(event) if event.particulars.get("field") in LEGAL else []


@tell(StatusChanged, topic=STATUSES)
def status_watchers(event: Event) -> Iterable[Member | None]:
    return looking_after(event)


@tell(OwnerChanged, topic=OWNERSHIP)
def new_owner(event: Event) -> Iterable[Member | None]:
    """The new owner; of a handover the new and the old, once for all clients of it."""
    lead = event.particulars.get("lead")
    return [event.client.owner] if lead is None else list(Member.objects.filter(pk__in=lead))


@tell(AssignmentGiven, topic=OWNERSHIP)
def assigned(event: Event) -> Iterable[Member | None]:
    """Who has the seat, unless a handover told them of it with all else."""
    rows = Assignment.objects.filter(pk=event.subject_id).select_related("member", "team")
    return [member for row in rows for member in row.members()]


@tell(AccessChanged, topic=ACCESS)
def let_in(event: Event) -> Iterable[Member | None]:
    """The member who was let in, or those of the team that was; and who looks after the client."""
    grants = Grant.objects.filter(pk=event.subject_id).select_related("member", "team")
    return [*looking_after(event), *(m for grant in grants for m in grant.members())]


def looking_after(event: Event) -> list[Member | None]:
    """The owner and the relationship team, with everyone in the teams on it."""
    seats = event.client.assignments.current().select_related("member", "team")
    return [event.client.owner, *(member for seat in seats for member in seat.members())]

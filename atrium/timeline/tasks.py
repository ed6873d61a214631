from __future__ import annotations

from collections.abc import Iterable
from itertools import batched
from typing import TYPE_CHECKING

from django.tasks import task

from atrium.queue.policy import policy

if TYPE_CHECKING:
    from atrium.timeline.models import Event

AT_A_TIME = 200


def announce(event: Event) -> None:
    """Queue the telling of ``event`` with its transaction, if anyone listens to its kind."""
    announce_many([event])


def announce_many(events: Iterable[Event]) -> None:
    """Queue the telling of these events of one organisation, some hundred in each run."""
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.timeline.listeners import LISTENERS  # noqa: PLC0415 - listeners import the models

    heard = [event for event in events if LISTENERS.get(event.kind)]
    for some in batched(heard, AT_A_TIME):
        tell.enqueue(current.required(), [event.pk for event in some])


@task
def tell(organisation_id: int, keys: list[int]) -> None:
    """Run each listener for the events; the queue runs it again when one fails."""
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.timeline.listeners import LISTENERS  # noqa: PLC0415
    from atrium.timeline.models import Event  # noqa: PLC0415

    with current.entered(organisation_id):
        events = Event.objects.select_related("actor", "client__owner", "client__organisation")
        for event in events.filter(pk__in=keys).order_by("id"):
            for listener in LISTENERS[event.kind]:
                listener(event)


@task
@policy(key=lambda _, undoing_id: f"undoing-{undoing_id}")
def finish_undoing(organisation_id: int, undoing_id: int) -> dict[str, int]:
    """Take a large act back, or what a crash left of it; answers how much was done and left alone."""
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.timeline.models import Undoing  # noqa: PLC0415
    from atrium.timeline.undoing import go_on  # noqa: PLC0415 - which enqueues this

    with current.entered(organisation_id):
        undoing = Undoing.objects.select_related("act__undoes", "act__actor").get(pk=undoing_id)
        go_on(undoing)
        return {"changes": undoing.changes, "left_alone": undoing.left}

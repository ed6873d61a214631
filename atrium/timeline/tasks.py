from __future__ import annotations

from collections.abc import Iterable
from itertools import batched

from django.tasks import task

from atrium.queue.policy import policy

AT_A_TIME = 200


def announce_many(events: Iterable[tuple[str, int]]) -> None:
    """Queue the telling of events of one organisation (each its kind and key), some hundred in each run.

    With their transaction, and only of kinds to which someone listens.
    """
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.timeline.listeners import LISTENERS  # noqa: PLC0415 - listeners import the models

    heard = [key for kind, key in events if LISTENERS.get(kind)]
    for some in batched(heard, AT_A_TIME):
        tell.enqueue(current.required(), list(some))


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

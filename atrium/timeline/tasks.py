from __future__ import annotations

from typing import TYPE_CHECKING

from django.tasks import task

if TYPE_CHECKING:
    from atrium.timeline.models import Event


def announce(event: Event) -> None:
    """Queue the telling of ``event`` with its transaction, if anyone listens to its kind."""
    from atrium.timeline.listeners import LISTENERS  # noqa: PLC0415 - listeners import the models

    if LISTENERS.get(event.kind):
        tell.enqueue(event.organisation.pk, event.pk)


@task
def tell(organisation_id: int, event_id: int) -> None:
    """Run each listener for the event; the queue runs it again when one fails."""
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.timeline.listeners import LISTENERS  # noqa: PLC0415
    from atrium.timeline.models import Event  # noqa: PLC0415

    with current.entered(organisation_id):
        event = Event.objects.select_related("actor", "client").get(pk=event_id)
        for listener in LISTENERS[event.kind]:
            listener(event)

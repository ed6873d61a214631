from __future__ import annotations

from django.tasks import task

from atrium.queue.policy import policy


@task
@policy(key=lambda organisation_id, delivery_id: f"mail {organisation_id} {delivery_id}")
def mail(organisation_id: int, delivery_id: int) -> None:
    """Send one mail that is owed; what a mail server refuses is tried again by the queue."""
    from atrium.notifications.letter import send  # noqa: PLC0415 - the model queues this task
    from atrium.organisations import current  # noqa: PLC0415

    with current.entered(organisation_id):
        send(delivery_id)

"""What SMS do in the queue."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task

from atrium.conversations.models import Sms
from atrium.conversations.sms.leaving import TryLater, hand_over
from atrium.organisations import current
from atrium.queue.policy import policy


@task(priority=10)
@policy(
    attempts=1000,
    first_wait=timedelta(seconds=20),
    longest_wait=timedelta(minutes=30),
    key=lambda _, message, turn: f"sms-{message}-{turn}",
)
def leave(organisation_id: int, message_id: int, turn: str) -> None:
    """Hand an SMS to its provider. Raises TryLater where that is to be tried again."""
    with current.entered(organisation_id):
        if problem := hand_over(message_id, turn):
            raise TryLater(problem)
        for sms in Sms.objects.filter(pk=message_id):
            sms.tell()

from __future__ import annotations

from django.db import models


class ChargeState(models.TextChoices):
    """How far a charge is. Until it is paid, failed or gone, nothing else is charged for the same invoice."""

    WAITING = "waiting", "Waiting to be handed over"
    SENT = "sent", "Handed over, the answer is awaited"
    OPEN = "open", "The client is at the payment page"
    PAID = "paid", "Paid"
    FAILED = "failed", "Failed"
    GONE = "gone", "Given up"


UNSETTLED = (ChargeState.WAITING, ChargeState.SENT, ChargeState.OPEN)

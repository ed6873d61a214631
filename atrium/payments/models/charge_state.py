from __future__ import annotations

from django.db import models

from atrium.foundation.translation import gettext_lazy


class ChargeState(models.TextChoices):
    """How far a charge is. Until it is paid, failed or gone, nothing else is charged for the same invoice."""

    WAITING = "waiting", gettext_lazy("Waiting to be handed over")
    SENT = "sent", gettext_lazy("Handed over, the answer is awaited")
    OPEN = "open", gettext_lazy("The client is at the payment page")
    PAID = "paid", gettext_lazy("Paid")
    FAILED = "failed", gettext_lazy("Failed")
    GONE = "gone", gettext_lazy("Given up")


UNSETTLED = (ChargeState.WAITING, ChargeState.SENT, ChargeState.OPEN)

"""What a provider of SMS is to Atrium: it takes one message, tells news of it, and brings those that come in.

``send`` answers the provider's own key of the message once it was taken. It raises Declined where it
never will be, Busy where it was certainly not taken now, and Unsure where nobody can know: what is
unsure is never sent again by itself, for no provider of SMS knows a copy when it gets one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.db import models

from atrium.foundation.translation import gettext_lazy


class ProviderKind(models.TextChoices):
    """By whom the SMS of a number leave."""

    TWILIO = "twilio", gettext_lazy("Twilio, or a service that speaks as it does")
    OUTBOX = "outbox", gettext_lazy("The local outbox: nothing leaves")


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One SMS to one number, in E.164; news of it is to be told at ``callback``."""

    key: str
    to: str
    text: str
    callback: str


class Provider(Protocol):
    """By whom SMS leave."""

    def send(self, sms: Outgoing) -> str:
        """Hand it over; the provider's key of it."""

    def tried(self) -> str:
        """What came of signing in, without sending anything; ProviderError where that fails."""

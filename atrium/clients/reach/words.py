"""The ways to reach somebody, and what for."""

from __future__ import annotations

from django.db import models

from atrium.foundation.formats.names import fold


class Channel(models.TextChoices):
    """A way in which something goes out."""

    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"
    PHONE = "phone", "Phone"
    POST = "post", "Post"
    PORTAL = "portal", "Portal"

    @property
    def by(self) -> str:
        """Inside a sentence: "by phone"."""
        return {"sms": "by SMS", "portal": "through the portal"}.get(
            self.value, f"by {self.label.lower()}"
        )


ANY = "any"
BARS = [(ANY, "Any channel"), *Channel.choices]


class Purpose(models.TextChoices):
    """What somebody is reached for. All but the last two can be switched off."""

    STATUS = "status", "Job status"
    APPOINTMENTS = "appointments", "Appointments"
    COMPLETION = "completion", "Completion"
    BILLING = "billing", "Billing"
    EMERGENCIES = "emergencies", "Emergencies"
    MAILINGS = "mailings", "Mailings and marketing"
    GENERAL = "general", "A message by hand"
    LEGAL = "legal", "Legal notices"


CHOOSABLE = [purpose for purpose in Purpose if purpose not in {Purpose.GENERAL, Purpose.LEGAL}]
YES, NO = "yes", "no"
CHOICES = [(YES, "Yes"), (NO, "No"), *((c.value, f"Yes, {c.by}") for c in Channel)]
# Nobody is sent a mailing who did not ask for it; all else goes out until somebody says no.
BUILT_IN = dict.fromkeys(Purpose, YES) | {Purpose.MAILINGS: NO}

_SAID = {
    "mail": Channel.EMAIL,
    "e mail": Channel.EMAIL,
    "telephone": Channel.PHONE,
    "call": Channel.PHONE,
    "mobile": Channel.PHONE,
    "tel": Channel.PHONE,
    "text": Channel.SMS,
    "text message": Channel.SMS,
    "letter": Channel.POST,
    "mailing address": Channel.POST,
}


def channel_of(text: str) -> Channel | None:
    """The channel that a text means ("Telephone"); None where it is no such word."""
    word = fold(text).replace("-", " ")
    known = _SAID | {fold(c.label).replace("-", " "): c for c in Channel}
    return known.get(word) or next((c for c in Channel if c.value == word), None)

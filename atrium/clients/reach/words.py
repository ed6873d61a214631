"""The ways to reach somebody, and what for."""

from __future__ import annotations

from django.db import models

from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy


class Channel(models.TextChoices):
    """A way in which something goes out."""

    EMAIL = "email", gettext_lazy("E-mail")
    SMS = "sms", "SMS"
    PHONE = "phone", gettext_lazy("Phone")
    POST = "post", gettext_lazy("Post")
    PORTAL = "portal", gettext_lazy("Portal")

    @property
    def by(self) -> str:
        """Inside a sentence: "by phone"."""
        return {
            "email": gettext("by e-mail"),
            "sms": gettext("by SMS"),
            "phone": gettext("by phone"),
            "post": gettext("by post"),
            "portal": gettext("through the portal"),
        }[self.value]


ANY = "any"
BARS = [(ANY, gettext_lazy("Any channel")), *Channel.choices]


class Purpose(models.TextChoices):
    """What somebody is reached for. All but the last two can be switched off."""

    STATUS = "status", gettext_lazy("Job status")
    APPOINTMENTS = "appointments", gettext_lazy("Appointments")
    COMPLETION = "completion", gettext_lazy("Completion")
    BILLING = "billing", gettext_lazy("Billing")
    EMERGENCIES = "emergencies", gettext_lazy("Emergencies")
    MAILINGS = "mailings", gettext_lazy("Mailings and marketing")
    GENERAL = "general", gettext_lazy("A message by hand")
    LEGAL = "legal", gettext_lazy("Legal notices")


CHOOSABLE = [purpose for purpose in Purpose if purpose not in {Purpose.GENERAL, Purpose.LEGAL}]
YES, NO = "yes", "no"
CHOICES = [
    (YES, gettext_lazy("Yes")),
    (NO, gettext_lazy("No")),
    (Channel.EMAIL.value, gettext_lazy("Yes, by e-mail")),
    (Channel.SMS.value, gettext_lazy("Yes, by SMS")),
    (Channel.PHONE.value, gettext_lazy("Yes, by phone")),
    (Channel.POST.value, gettext_lazy("Yes, by post")),
    (Channel.PORTAL.value, gettext_lazy("Yes, through the portal")),
]
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

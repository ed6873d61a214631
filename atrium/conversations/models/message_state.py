from __future__ import annotations

from django.db import models

from atrium.foundation.translation import gettext_lazy

# Said of a mail that names one of our addresses in From and was not found among what we sent.
CLAIMS = "It claims to be from us, but does not lie among what we sent."


class Channel(models.TextChoices):
    """By which way a message goes."""

    MAIL = "mail", gettext_lazy("E-mail")
    SMS = "sms", "SMS"
    PORTAL = "portal", gettext_lazy("Portal")


class Direction(models.TextChoices):
    OUT = "out", gettext_lazy("Sent")
    IN = "in", gettext_lazy("Received")


class State(models.TextChoices):
    """Where a message is on its way; queue_set.UNSENT names those that nobody else sees yet."""

    DRAFT = "draft", gettext_lazy("Draft")
    SCHEDULED = "scheduled", gettext_lazy("Scheduled")
    QUEUED = "queued", gettext_lazy("On its way")
    LEAVING = "leaving", gettext_lazy("Being handed over")
    SENT = "sent", gettext_lazy("Sent")
    FAILED = "failed", gettext_lazy("Not sent")
    BOUNCED = "bounced", gettext_lazy("Came back")
    RECEIVED = "received", gettext_lazy("Received")
    DELIVERED = "delivered", gettext_lazy("Delivered")
    UNKNOWN = "unknown", gettext_lazy("Unknown: check before sending again")
    IGNORED = "ignored", gettext_lazy("Ignored")

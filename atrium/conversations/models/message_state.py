from __future__ import annotations

from django.db import models

# Said of a mail that names one of our addresses in From and was not found among what we sent.
CLAIMS = "It claims to be from us, but does not lie among what we sent."


class Channel(models.TextChoices):
    """By which way a message goes."""

    MAIL = "mail", "E-mail"
    SMS = "sms", "SMS"
    PORTAL = "portal", "Portal"


class Direction(models.TextChoices):
    OUT = "out", "Sent"
    IN = "in", "Received"


class State(models.TextChoices):
    """Where a message is on its way; queue_set.UNSENT names those that nobody else sees yet."""

    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Scheduled"
    QUEUED = "queued", "On its way"
    LEAVING = "leaving", "Being handed over"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    BOUNCED = "bounced", "Came back"
    RECEIVED = "received", "Received"
    DELIVERED = "delivered", "Delivered"
    UNKNOWN = "unknown", "Unknown: check before sending again"
    IGNORED = "ignored", "Ignored"

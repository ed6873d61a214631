"""What holds of messages, and by which indexes they are found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atrium.organisations.constraints import SameOrganisation

CONSTRAINTS = [
    models.UniqueConstraint(fields=["organisation", "id"], name="message_by_organisation"),
    models.UniqueConstraint(fields=["organisation", "public_id"], name="message_by_public_id"),
    models.UniqueConstraint(
        fields=["organisation", "message_id"], condition=~Q(message_id=""), name="message_once"
    ),
    SameOrganisation("thread"),
    SameOrganisation("author"),
    SameOrganisation("mailbox"),
    SameOrganisation("number"),
]
INDEXES = [
    models.Index(fields=["organisation", "thread", "at", "id"], name="message_by_thread"),
    models.Index(fields=["organisation", "author", "state"], name="message_by_author"),
    models.Index(
        fields=["organisation", "in_reply_to"],
        condition=~Q(in_reply_to=""),
        name="message_by_answered",
    ),
    models.Index(
        fields=["organisation", "leave_at"],
        condition=Q(state__in=["scheduled", "queued", "leaving"]),
        name="message_to_leave",
    ),
    # What has not left is little, and is asked for among all that was said.
    models.Index(
        fields=["organisation", "id"],
        condition=Q(state__in=["draft", "scheduled", "queued", "leaving"]),
        name="message_unsent",
    ),
]

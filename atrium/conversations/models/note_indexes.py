"""The indexes of notes: one for each way in which they are chosen."""

from django.db import models
from django.db.models import Q

from atrium.conversations.models.note_queryset import STANDING

INDEXES = [
    models.Index(
        fields=["organisation", "client", "-pinned", "-written_at", "-id"],
        name="note_by_client",
    ),
    models.Index(
        fields=["organisation", "client", "remind_at", "id"],
        condition=Q(remind_at__isnull=False, binned_at=None),
        name="note_next_reminder",
    ),
    models.Index(
        fields=["organisation", "remind_at"],
        condition=Q(remind_at__isnull=False, reminded_at=None),
        name="note_to_remind",
    ),
    models.Index(
        fields=["organisation", "client", "-written_at", "-id"],
        condition=STANDING,
        name="note_standing",
    ),
    models.Index(
        fields=["organisation", "written_at", "id"],
        condition=STANDING & Q(kind="escalation"),
        name="note_open_escalation",
    ),
    models.Index(
        fields=["organisation", "author", "remind_at", "id"],
        condition=Q(remind_at__isnull=False, binned_at=None),
        name="note_reminder_by_author",
    ),
]

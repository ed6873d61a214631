from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.conversations.models.mailbox import Mailbox
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned


class Holding(Owned):
    """That a mailbox holds a message: it was sent from it, or lies in one of its folders.

    A message in three mailboxes is one message with three holdings; who keeps one of the
    mailboxes sees all of it, and the most open of them says what everyone else sees (X10).
    """

    message = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        related_name="holdings",
        db_constraint=False,
        db_index=False,
    )
    mailbox = models.ForeignKey(
        Mailbox, models.PROTECT, related_name="holdings", db_constraint=False, db_index=False
    )
    folder = models.CharField(max_length=300, blank=True)
    uidvalidity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mailbox", "folder", "uidvalidity", "uid"],
                condition=Q(uid__isnull=False),
                name="held_once",
            ),
            SameOrganisation("message"),
            SameOrganisation("mailbox"),
        ]
        indexes = [
            models.Index(fields=["organisation", "message", "mailbox"], name="holding_by_message"),
            models.Index(fields=["organisation", "mailbox", "message"], name="holding_by_mailbox"),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} in {self.mailbox}"

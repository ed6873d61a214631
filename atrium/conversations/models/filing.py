from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.clients.models import Client
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned


class FiledBy(models.TextChoices):
    """Why a message stands with a client."""

    WRITTEN = "written", gettext_lazy("Written on its page")
    ADDRESS = "address", gettext_lazy("By an address of it or its contacts")
    REPLY = "reply", gettext_lazy("As an answer to a message filed here")
    NUMBER = "number", gettext_lazy("By a number in the subject")
    HAND = "hand", gettext_lazy("By hand")


class Filing(Owned):
    """That a message belongs to a client; it may belong to several.

    ``at`` is when the message was said, so that the messages of a client are walked by one index.
    """

    message = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        related_name="filings",
        db_constraint=False,
        db_index=False,
    )
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="filings", db_constraint=False, db_index=False
    )
    how = models.CharField(max_length=10, choices=FiledBy)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "message", "client"], name="filed_once"
            ),
            SameOrganisation("message"),
            SameOrganisation("client"),
            SameOrganisation("by"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "client", "at", "message"], name="filing_by_client"
            )
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} with client {self.client_id}"

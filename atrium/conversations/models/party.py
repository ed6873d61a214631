from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from atrium.clients.models import Contact
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.conversations.mail.writing import Writing
    from atrium.conversations.models.mailbox import Mailbox
    from atrium.conversations.models.message import Message


class PartyKind(models.TextChoices):
    """What somebody is to a message."""

    FROM = "from", gettext_lazy("From")
    TO = "to", gettext_lazy("To")
    CC = "cc", gettext_lazy("Cc")
    BCC = "bcc", gettext_lazy("Bcc")
    REPLY_TO = "reply_to", gettext_lazy("Reply to")


RECEIVES = (PartyKind.TO, PartyKind.CC, PartyKind.BCC)


class PartyQuerySet(models.QuerySet["Party"]):
    """Ways to choose parties."""

    def receiving(self) -> PartyQuerySet:
        return self.filter(kind__in=RECEIVES)

    def owed(self) -> PartyQuerySet:
        """Those to whom a message still has to go: neither taken nor refused for good."""
        return self.receiving().filter(taken_at=None, refusal="")


PartyManager = OwnedManager.from_queryset(PartyQuerySet)


class Party(Owned):
    """Somebody whom a message is from or to, by address; ``contact`` where that is one we know.

    ``taken_at``: when the mail server took it for them. ``refusal``: its words where it never will.
    """

    message = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        related_name="parties",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=PartyKind)
    address = models.CharField(max_length=320)
    address_key = models.CharField(max_length=320)
    name = models.CharField(max_length=300, blank=True)
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    taken_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=500, blank=True)

    objects: ClassVar = PartyManager()

    class Meta(Owned.Meta):
        verbose_name_plural = "parties"
        ordering = ("id",)
        constraints = [SameOrganisation("message"), SameOrganisation("contact")]
        indexes = [
            models.Index(fields=["organisation", "message", "kind"], name="party_by_message"),
            models.Index(fields=["organisation", "address_key"], name="party_by_address"),
            models.Index(
                fields=["organisation", "contact"],
                condition=Q(contact__isnull=False),
                name="party_by_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address

    @classmethod
    def write(cls, message: Message, client: Client, writing: Writing) -> None:
        """Keep whom a message that is being written is from and to; refused as Writing.parties()."""
        assert message.mailbox is not None
        box = message.mailbox
        sender = cls(kind=PartyKind.FROM, address=box.address, name=box.name)
        parties = [sender, *writing.parties(client)]
        for party in parties:
            party.message, party.address_key = message, party.address.casefold()
        cls.objects.bulk_create(parties)

    @classmethod
    def answered_at(cls, message: Message, box: Mailbox) -> Party:
        """Whom answers to the message go to, where that is not its sender."""
        return cls(
            message=message,
            kind=PartyKind.REPLY_TO,
            address=box.address,
            address_key=box.address_key,
            name=box.name,
        )

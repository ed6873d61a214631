from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from atrium.conversations.models.ignored import Ignored
from atrium.conversations.models.message import Message
from atrium.conversations.models.party import Party, PartyKind
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager

if TYPE_CHECKING:
    from atrium.organisations.models import Member


class Why(models.TextChoices):
    """Why a message was filed to no client (X05)."""

    UNKNOWN = "unknown", gettext_lazy("No client has this address")
    SHARED = "shared", gettext_lazy("Several clients have this address")
    NOBODY = "nobody", gettext_lazy("It does not say whom it is from")
    COLLEAGUE = "colleague", gettext_lazy("Only between colleagues")
    LIST = "list", gettext_lazy("Mailing list")
    AUTOMATIC = "automatic", gettext_lazy("Automatic reply")
    REPORT = "report", gettext_lazy("Report of a mail server")
    HAND = "hand", gettext_lazy("Taken off its client by hand")


# What somebody may want to answer: it waits until it is decided.
WAITS = (Why.UNKNOWN, Why.SHARED)


class UnfiledQuerySet(models.QuerySet["Unfiled"]):
    """Ways to choose what was not filed."""

    def visible_to(self, member: Member) -> UnfiledQuerySet:
        """Those whose message the member sees, which no client opens to them: by their mailboxes alone."""
        seen = Message.objects.visible_to(member).filter(pk=OuterRef("message_id"))
        return self.filter(Exists(seen))

    def with_sender(self) -> UnfiledQuerySet:
        """With the address they are from, as ``sender``, and whether somebody chose to ignore it."""
        sender = Party.objects.filter(message=OuterRef("message_id"), kind=PartyKind.FROM)
        rows: UnfiledQuerySet = self.annotate(
            sender=Subquery(sender.order_by("id").values("address_key")[:1])
        )
        return rows

    def sent_by(self, address: str) -> UnfiledQuerySet:
        """Those from an address."""
        sender: dict[str, str] = {"sender": address.casefold()}
        return self.with_sender().filter(**sender)

    def heeded(self) -> UnfiledQuerySet:
        """Without those of ignored senders; they were asked for with_sender()."""
        wanted = Q()
        for one in Ignored.objects.all():
            wanted |= Q(sender__endswith=f"@{one.what}") if one.is_domain else Q(sender=one.what)
        return self.exclude(wanted) if wanted else self


UnfiledManager = OwnedManager.from_queryset(UnfiledQuerySet)


class Unfiled(Owned):
    """That a message stands with no client, and why. Nothing of its words is in here."""

    message = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        related_name="unfiled",
        db_constraint=False,
        db_index=False,
    )
    why = models.CharField(max_length=10, choices=Why)
    because = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = UnfiledManager()

    class Meta(Owned.Meta):
        verbose_name_plural = "unfiled"
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "message"], name="unfiled_once"),
            SameOrganisation("message"),
        ]
        indexes = [models.Index(fields=["organisation", "why", "at"], name="unfiled_by_reason")]

    def __str__(self) -> str:
        return gettext("message {message_id}: {why}").format(
            message_id=self.message_id, why=self.get_why_display()
        )

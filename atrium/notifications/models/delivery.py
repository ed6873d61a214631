from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.models import Act, Event


class Delivery(Owned):
    """The mail that tells one member of an event: owed, then claimed, then sent.

    It is claimed, in a transaction of its own, before a mail server hears of it. So whoever finds
    a claim without an end knows that the mail may have left, and never sends it a second time;
    the event itself stands in Atrium. What a step did to many clients is one mail per member.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="deliveries", db_constraint=False, db_index=False
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    owed_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="delivery_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "member", "event"], name="mailed_once"),
            models.UniqueConstraint(
                fields=["organisation", "member", "act"],
                condition=Q(act__isnull=False),
                name="mailed_once_per_act",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(claimed_at__isnull=False), name="sent_after_claim"
            ),
            SameOrganisation("member"),
            SameOrganisation("event"),
            SameOrganisation("act"),
        ]

    def __str__(self) -> str:
        return f"{self.event.kind} to {self.member}"

    @classmethod
    def owe(cls, event: Event, members: Iterable[Member]) -> dict[int, int]:
        """Owe a mail to each of the members; who has one for this event or its act gets no other.

        The keys come back, each with its member's, so that the mails are queued in the same transaction.
        """
        rows = [cls(member=m, event=event, act_id=event.act_id) for m in members]
        cls.objects.bulk_create(rows, ignore_conflicts=True)
        owed = cls.objects.filter(public_id__in=[row.public_id for row in rows])
        return dict(owed.values_list("pk", "member_id"))

    def claim(self) -> bool:
        """Take the mail to send it; False when it was taken before."""
        rows = type(self).objects.filter(pk=self.pk, claimed_at=None)
        return bool(rows.update(claimed_at=timezone.now()))

    def release(self) -> None:
        """Put it back: the mail server said that it did not take it."""
        type(self).objects.filter(pk=self.pk, sent_at=None).update(claimed_at=None)

    def mark_sent(self) -> None:
        """The mail server took it."""
        type(self).objects.filter(pk=self.pk).update(sent_at=timezone.now())

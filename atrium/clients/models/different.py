from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from atrium.clients.events import ToldAlike, ToldApart
from atrium.clients.models.client import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import acting


class DifferentQuerySet(models.QuerySet["Different"]):
    """Ways to choose what was told apart."""

    def visible_to(self, member: Member) -> DifferentQuerySet:
        """Those of which the member may see both clients."""
        seen = Client.objects.visible_to(member)
        return self.filter(
            Exists(seen.filter(pk=OuterRef("first_id"))),
            Exists(seen.filter(pk=OuterRef("second_id"))),
        )


DifferentManager = OwnedManager.from_queryset(DifferentQuerySet)


class Different(Owned):
    """That somebody said of two clients that look alike: they are two (J21). Remembered until taken back."""

    public_id = models.UUIDField(default=public_id, editable=False)
    first = models.ForeignKey(
        Client, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    second = models.ForeignKey(
        Client, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = DifferentManager()

    class Meta(Owned.Meta):
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first", "second"], name="different_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="different_by_public_id"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="different_in_order"),
            SameOrganisation("first"),
            SameOrganisation("second"),
            SameOrganisation("by"),
        ]
        indexes = [models.Index(fields=["organisation", "second"], name="different_by_second")]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"

    @classmethod
    def say(cls, one: Client, other: Client, *, by: Member) -> Different:
        """Remember that these are two; the one that was said before stands. Refused for one client."""
        if one.pk == other.pk:
            raise Refusal(gettext("Choose two different clients."))
        first, second = sorted((one, other), key=lambda client: client.pk)
        with acting(
            by=by,
            label=gettext("Told {first} and {second} apart").format(first=first, second=second),
        ) as act:
            for client in (first, second):
                act.lock(client)
            said: Different | None = cls.objects.filter(first=first, second=second).first()
            if said is not None:
                return said
            said = act.insert(cls(first=first, second=second, by=by))
            act.record(ToldApart(other=second.name), client=first, subject=second)
            act.record(ToldApart(other=first.name), client=second, subject=first)
        return said

    def take_back(self, *, by: Member) -> None:
        """Let the two be looked at again."""
        first, second = self.first, self.second
        with acting(
            by=by,
            label=gettext("Let {first} and {second} be compared again").format(
                first=first, second=second
            ),
        ) as act:
            for client in (first, second):
                act.lock(client)
            act.remove(self)
            act.record(ToldAlike(other=second.name), client=first, subject=second)
            act.record(ToldAlike(other=first.name), client=second, subject=first)

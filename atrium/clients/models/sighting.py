from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models.client import Client
from atrium.foundation.said import within
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.source import Source

QUARTER = 15 * 60
TYPING = timedelta(seconds=60)
AT_A_TIME = 500


class Sight(models.TextChoices):
    """What sort of looking it was."""

    VIEW = "view", gettext_lazy("Viewed")
    SEARCH = "search", gettext_lazy("Searched")
    EXPORT = "export", gettext_lazy("Exported")
    LOG = "log", gettext_lazy("Read this log")


class Sighting(Owned):
    """That a member saw a client, searched, exported, or read this log (J24).

    Kept only where the organisation switched the log on. One client is noted at most once per
    member, sort and quarter of an hour (``slot``: quarters since 1970), which the database holds
    however many processes serve.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10, choices=Sight)
    what = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.PAGE)
    at = models.DateTimeField(default=timezone.now)
    slot = models.BigIntegerField()

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "client", "kind", "slot"],
                condition=Q(client__isnull=False),
                name="sighting_once",
            ),
            SameOrganisation("member"),
            SameOrganisation("client"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "id"], name="sighting_by_client"),
            models.Index(fields=["organisation", "member", "id"], name="sighting_by_member"),
            models.Index(fields=["organisation", "at"], name="sighting_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {within(self.get_kind_display())} {self.client or self.what}"

    @staticmethod
    def slot_of(at: datetime) -> int:
        return int(at.timestamp()) // QUARTER

    @classmethod
    def keep(cls, rows: Iterable[Sighting]) -> None:
        """Add what was seen; what is noted already for this quarter of an hour is passed over."""
        with transaction.atomic():
            fresh = [row for row in rows if not row.goes_on_typing()]
            cls.objects.bulk_create(fresh, ignore_conflicts=True)

    def goes_on_typing(self) -> bool:
        """Whether this search is one that was noted a moment ago, typed on: then it takes its place."""
        if self.kind != Sight.SEARCH:
            return False
        recent = Sighting.objects.filter(
            member=self.member_id, kind=Sight.SEARCH, at__gt=self.at - TYPING
        )
        last = recent.first()
        if last is None or not (self.what.startswith(last.what) or last.what.startswith(self.what)):
            return False
        if len(self.what) > len(last.what):
            recent.filter(pk=last.pk).update(what=self.what)
        return True

    @classmethod
    def forget_before(cls, at: datetime) -> int:
        """Remove what is older, some rows at a time; how many they were."""
        gone = 0
        old = cls.objects.filter(at__lt=at).order_by("at").values_list("pk", flat=True)
        while keys := list(old[:AT_A_TIME]):
            cls.objects.filter(pk__in=keys).delete()
            gone += len(keys)
        return gone

"""What the search for duplicates reads instead of the clients themselves. Derived: duplicates/kept.py.

The columns that name a client are plain keys, not references: nothing is ever merged or moved here,
it is made anew from the rows that are.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from atrium.clients.models.client import Client
from atrium.clients.models.different import Different
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager


class DuplicateProfile(Owned):
    """A client as it is compared, so that comparing needs one row of each."""

    pk = models.CompositePrimaryKey("organisation", "client_key")
    client_key = models.BigIntegerField(db_column="client_id")
    told: models.JSONField[dict[str, Any]] = models.JSONField()

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return str(self.told.get("shown", ""))


class DuplicateKey(Owned):
    """That a client has a key, as a number of 64 bits; who shares one may be the same client."""

    pk = models.CompositePrimaryKey("organisation", "key", "client_key")
    key = models.BigIntegerField()
    client_key = models.BigIntegerField(db_column="client_id")

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.key}: {self.client_key}"


class DuplicateCount(Owned):
    """How many clients have a value, where that is more than one; ``key`` is its number."""

    pk = models.CompositePrimaryKey("organisation", "key")
    key = models.BigIntegerField()
    clients = models.PositiveIntegerField()

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.key}: {self.clients}"


class DuplicateScan(Owned):
    """What the last look at all clients learned: how many they were, and how much evidence it takes."""

    clients = models.PositiveIntegerField()
    needed = models.FloatField()
    at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_scan")]

    def __str__(self) -> str:
        return f"{self.clients} clients at {self.at:%Y-%m-%d %H:%M}"


class DuplicateStale(Owned):
    """That a client changed since it was compared."""

    pk = models.CompositePrimaryKey("organisation", "client_key")
    client_key = models.BigIntegerField(db_column="client_id")
    at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return str(self.client_key)


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    """Ways to choose pairs."""

    def visible_to(self, member: Member) -> DuplicatePairQuerySet:
        """Those of which the member may see both clients, and that nobody told apart."""
        seen = Client.objects.visible_to(member)
        apart = Different.objects.filter(first=OuterRef("first_key"), second=OuterRef("second_key"))
        return self.filter(
            Exists(seen.filter(pk=OuterRef("first_key"))),
            Exists(seen.filter(pk=OuterRef("second_key"))),
            ~Exists(apart),
        )

    def surest_first(self) -> DuplicatePairQuerySet:
        return self.order_by("level", "-score", "id")


DuplicatePairManager = OwnedManager.from_queryset(DuplicatePairQuerySet)


class DuplicatePair(Owned):
    """Two clients that look like one: how sure that is (``level``, ``score`` in bits) and why."""

    first_key = models.BigIntegerField(db_column="first_id")
    second_key = models.BigIntegerField(db_column="second_id")
    level = models.CharField(max_length=10)
    score = models.FloatField()
    reasons: models.JSONField[list[str]] = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = DuplicatePairManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first_key", "second_key"], name="duplicates_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "second_key"], name="duplicates_by_second"),
            models.Index(
                fields=["organisation", "level", "-score", "id"], name="duplicates_by_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_key} = {self.second_key}"

"""The change journal: what each verb left behind, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.source import Source


class Act(Owned):
    """One thing that someone did, as a group of changes that stands or is undone together."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="acts", db_constraint=False, db_index=False
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.PAGE)
    label = models.CharField(max_length=200)
    undoes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="undone_by",
        db_constraint=False,
        db_index=False,
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="act_by_organisation"),
            SameOrganisation("actor"),
            SameOrganisation("undoes"),
        ]
        indexes = [
            models.Index(fields=["organisation", "undoes"], name="act_undone"),
            models.Index(fields=["organisation", "actor", "id"], name="act_by_actor"),
        ]

    def __str__(self) -> str:
        return self.label


class Operation(models.TextChoices):
    """What a change did to its row."""

    INSERT = "I", "added"
    UPDATE = "U", "changed"
    DELETE = "D", "removed"


class ChangeQuerySet(models.QuerySet["Change"]):
    """Ways to choose changes."""

    def to_row(self, row: models.Model) -> ChangeQuerySet:
        return self.filter(model=row._meta.label_lower, object_id=row.pk)

    def to_rows(self, label: str, keys: Iterable[int]) -> ChangeQuerySet:
        """Those to the rows of a model ("app.model") with these keys."""
        return self.filter(model=label, object_id__in=keys)


ChangeManager = OwnedManager.from_queryset(ChangeQuerySet)


class Change(Owned):
    """What one act did to one row: its fields before and after, as JSON.

    An insertion keeps no ``before``, a removal no ``after``; an update keeps the fields that
    differ. Replaying a row's changes in the order of ``id`` gives the row as it stands.
    """

    act = models.ForeignKey(
        Act, models.PROTECT, related_name="changes", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        "clients.Client",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    operation = models.CharField(max_length=1, choices=Operation)
    before: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)
    after: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)

    objects: ClassVar = ChangeManager()

    class Meta(Owned.Meta):
        constraints = [SameOrganisation("act"), SameOrganisation("client")]
        indexes = [
            models.Index(fields=["organisation", "model", "object_id", "id"], name="change_by_row"),
            models.Index(fields=["organisation", "act", "id"], name="change_by_act"),
            models.Index(fields=["organisation", "client", "id"], name="change_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} {self.get_operation_display()}"

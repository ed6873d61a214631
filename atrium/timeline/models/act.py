"""The change journal: what each verb left behind, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from atrium.foundation.said import in_english, kept, told
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.source import Source

LONGEST = 200


class Act(Owned):
    """One thing that someone did, as a group of changes that stands or is undone together.

    ``label`` says in English what it was; ``kept`` is the same as a message with its parts, from
    which ``words`` say it in the language of who reads. Acts of earlier times have none.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="acts", db_constraint=False, db_index=False
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.PAGE)
    label = models.CharField(max_length=LONGEST)
    kept: models.JSONField[Any] = models.JSONField(null=True)
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
        return self.words

    @property
    def words(self) -> str:
        """What was done, in the language of who reads now."""
        return str(told(self.kept)) if self.kept else self.label

    def say(self, text: str) -> None:
        """Let it be called so, for who reads it in any language."""
        self.label, said = in_english(text)[:LONGEST], kept(text)
        self.kept = None if isinstance(said, str) else said


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

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Client
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.projects.events import ProjectMoved
from atrium.projects.models.placing import STEP
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.projects.models.project import Project

MOST = 20
LARGEST_LIMIT = 999


class Meaning(models.TextChoices):
    """What standing in a column says of a project."""

    READY = "ready", gettext_lazy("Not begun")
    WORKING = "working", gettext_lazy("Being worked on")
    WAITING = "waiting", gettext_lazy("Waiting for the client")

    @property
    def icon(self) -> str:
        return {"ready": "circle-dashed", "working": "hammer", "waiting": "hourglass"}[self.value]


class Column(Term):
    """A column of the board (C11); the list is the organisation's own.

    ``limit``: how many projects should stand in it at once; 0 where that does not matter.
    """

    hue = models.PositiveSmallIntegerField(default=6)
    limit = models.PositiveSmallIntegerField(default=0)
    meaning = models.CharField(max_length=10, choices=Meaning, default=Meaning.WORKING)

    if TYPE_CHECKING:
        projects: RelatedManager[Project]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("column")
        verbose_name_plural = "columns"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="column_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="column_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "label_key"], name="column_label_once"),
            models.CheckConstraint(
                condition=Q(hue__gte=1, hue__lte=10), name="column_hue_is_one_of_ten"
            ),
        ]

    @property
    def meaning_as(self) -> Meaning:
        """The meaning with its icon and words."""
        return Meaning(self.meaning)

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """A new column at the right end of the board; refused where there are too many."""
        if cls.objects.count() >= MOST:
            msg = gettext("A board has at most {most} columns; remove one first.").format(most=MOST)
            raise Refusal(msg, field="label")
        return super().add(by=by, label=label, **_checked(values))

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename it, or change its colour, limit or meaning."""
        super().edit(by=by, **_checked(values))

    def retire(self, *, by: Member, into: Column) -> None:
        """Take the column off the board; its projects go to the end of ``into``, delivered ones too."""
        if into.pk == self.pk:
            msg = gettext("Choose another column for the projects in this one.")
            raise Refusal(msg, field="into")
        with acting(
            by=by, label=gettext("Removed the column {label}").format(label=self.label)
        ) as outer:
            theirs = Client.objects.filter(Exists(self.projects.filter(client=OuterRef("pk"))))
            outer.lock_many(theirs.order_by("pk").only("pk", "organisation"))
            self._empty_into(into, by)

    def _empty_into(self, into: Column, by: Member) -> None:
        with self._taken_off(by=by) as act:
            act.lock(into)
            rows = act.lock_many(self.projects.select_related("client").order_by("id"))
            rows.sort(key=lambda project: (project.rank, project.pk))
            last = into.projects.aggregate(models.Max("rank"))["rank__max"] or 0
            places = (last + turn * STEP for turn, _ in enumerate(rows, 1))
            moved = ({"column_id": into.pk, "rank": rank} for rank in places)
            act.change_each(zip(rows, moved, strict=True))
            act.record_many(
                (ProjectMoved(project=str(row), before=str(self), after=str(into)), row.client, row)
                for row in rows
                if row.is_open
            )
            act.remove(self)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    limit = values.get("limit")
    if limit is not None and not 0 <= limit <= LARGEST_LIMIT:
        msg = gettext("A limit is a number from 0 to {largest_limit}; 0 means none.").format(
            largest_limit=LARGEST_LIMIT
        )
        raise Refusal(msg, field="limit")
    return values

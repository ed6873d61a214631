"""The base of every row that belongs to an organisation, and the first wall around it."""

from __future__ import annotations

from typing import Any

from django.db import models

from atrium.organisations import current
from atrium.organisations.models.organisation import Organisation


class OwnedManager(models.Manager[Any]):
    """Reads the rows of the current organisation; outside of any it raises NoOrganisation."""

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        if current.is_unscoped():
            return rows
        return rows.filter(organisation_id=current.required())


class Owned(models.Model):
    """A row that belongs to exactly one organisation.

    A subclass with a Meta of its own writes ``class Meta(Owned.Meta)``, so that Django's own
    look-ups (a foreign key followed, a row refreshed) stay inside the organisation as well.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        default=current.organisation_id,
        db_index=False,
    )

    objects = OwnedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:  # noqa: FBT001, FBT002
        """Remove this one row by one statement that names its organisation.

        Nothing is carried along unseen: the database refuses while another row refers to it.
        """
        rows = type(self)._base_manager.filter(pk=self.pk)
        removed = rows._raw_delete(using or rows.db)  # noqa: SLF001 - delete() would collect by bare keys
        return removed, {self._meta.label: removed}

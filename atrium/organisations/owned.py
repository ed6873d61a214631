"""The base of every row that belongs to an organisation, and the first wall around it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from atrium.organisations import current
from atrium.organisations.models.organisation import Organisation


class OwnedManager(models.Manager[Any]):
    """Reads the rows of the current organisation; outside of any it raises NoOrganisation."""

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        if current.is_unscoped():
            return rows
        return rows.filter(organisation_id=current.required())


class _OrganisationOf(ForwardManyToOneDescriptor):  # type: ignore[type-arg]  # has none at run time
    """Gives the current organisation as it was read once, and any other from the database."""

    def get_object(self, instance: Any) -> Any:
        key = instance.organisation_id
        known = current.row(key)
        if known is not None:
            return known
        read: Any = super().get_object(instance)
        if key == current.organisation_id():
            current.remember(read)
        return read


class OrganisationKey(models.ForeignKey[Any, Organisation]):
    """The foreign key of what belongs to an organisation."""

    forward_related_accessor_class = _OrganisationOf

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        # To a migration it is the foreign key that it is to the database.
        return name, "django.db.models.ForeignKey", args, kwargs


class Owned(models.Model):
    """A row that belongs to exactly one organisation.

    A subclass with a Meta of its own writes ``class Meta(Owned.Meta)``, so that Django's own
    look-ups (a foreign key followed, a row refreshed) stay inside the organisation as well.
    """

    organisation = OrganisationKey(
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

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.files import File
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.field import Field, FieldState
from atrium.clients.value_types.file import is_file
from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can, Role
from atrium.timeline.acting import acting

_ROLES = list(Role)
LARGEST = 25 * 1024 * 1024
UNUSED_FOR = timedelta(days=1)
KEPT_AFTER_THE_FIELD = timedelta(days=30)


class FieldFileQuerySet(models.QuerySet["FieldFile"]):
    """Ways to choose files."""

    def visible_to(self, member: Member) -> FieldFileQuerySet:
        """Those of fields in use that the role sees, of records the member sees; unused ones by who added them."""
        if not member.can(Can.CLIENTS_SEE):
            return self.none()
        open_to = _ROLES[_ROLES.index(Role(member.role)) :]
        known = Q(field__state=FieldState.LIVE, field__min_role__in=open_to)
        client = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        contact = Contact.objects.visible_to(member).filter(pk=OuterRef("contact_id"))
        unused = Q(client=None, contact=None, added_by=member)
        return self.filter(Exists(client) | Exists(contact) | unused, known)

    def to_drop(self, now: datetime) -> FieldFileQuerySet:
        """Those that nothing took within a day, and those whose field was deleted 30 days ago."""
        unused = Q(client=None, contact=None, added_at__lte=now - UNUSED_FOR)
        return self.filter(unused | Q(doomed_at__lte=now - KEPT_AFTER_THE_FIELD))


FieldFileManager = OwnedManager.from_queryset(FieldFileQuerySet)


class FieldFile(Owned):
    """A file that somebody put into a field of a client or a contact (V06).

    The record takes it with its value; from then on the file stays, so that the history of the
    field, a restored value and an Undo find it again. It goes 30 days after its field was deleted.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    field = models.ForeignKey(
        Field, models.PROTECT, related_name="files", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=files.LONGEST_NAME)
    stored_as = models.CharField(max_length=100)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)
    doomed_at = models.DateTimeField(null=True)

    objects: ClassVar = FieldFileManager()

    class Meta(Owned.Meta):
        verbose_name = gettext_lazy("file")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="field_file_by_public_id"
            ),
            SameOrganisation("field"),
            SameOrganisation("client"),
            SameOrganisation("contact"),
            SameOrganisation("added_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "field"], name="field_file_by_field"),
            models.Index(
                fields=["organisation", "added_at"],
                condition=Q(client=None, contact=None),
                name="field_file_unused",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(cls, field: Field, *, by: Member, file: File[Any]) -> FieldFile:
        """Keep a file for a field; what it is, is read from its content.

        Refused at the field when the role may not change it, when it holds no files, and when the
        file is empty or larger than 25 MB.
        """
        if field.sort.control != "file" or not field.changed_by(by):
            msg = gettext("{field} takes no file.").format(field=field.label)
            raise Refusal(msg, field=field.name)
        try:
            size = files.sized(file, LARGEST)
        except Refusal as error:
            raise Refusal(str(error), field=field.name) from error
        content_type = files.type_of(file)
        with acting(
            by=by, label=gettext("Added a file for {field}").format(field=field.label)
        ) as act:
            return act.insert(
                cls(
                    field=field,
                    name=files.name_of(file.name or ""),
                    stored_as=files.keep(file, "fields"),
                    content_type=content_type,
                    size=size,
                    added_by=by,
                )
            )

    @property
    def value(self) -> dict[str, Any]:
        """What stands in the field of a record that has this file."""
        return {
            "id": str(self.public_id),
            "name": self.name,
            "type": self.content_type,
            "size": self.size,
        }

    @classmethod
    def claim(cls, rows: Iterable[models.Model]) -> None:
        """Let each record have the files that its values name, where nothing else has them."""
        for row in rows:
            if isinstance(row, Client | Contact) and (named := list(_named(row.extra))):
                holder = "client" if isinstance(row, Client) else "contact"
                free = cls.objects.filter(public_id__in=named, client=None, contact=None)
                free.update(**{holder: row})

    def drop(self) -> None:
        """Remove the row and its file, for good."""
        with acting(by=None, label=gettext("Removed a file that nothing shows")) as act:
            act.remove(self)
            files.drop(self.stored_as)


def _named(extra: dict[str, Any]) -> Iterator[str]:
    return (value["id"] for value in extra.values() if is_file(value))

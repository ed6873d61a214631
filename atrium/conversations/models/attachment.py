from __future__ import annotations

from typing import Any, ClassVar

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models

from atrium.conversations.mail.writing import Enclosure
from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager

LARGEST = 15 * 1024**2
LARGEST_TOGETHER = 20 * 1024**2
MOST = 30


class Attachment(Owned):
    """A file of a message, kept under a random name and only ever handed out to be saved.

    ``content_id`` names it inside the message, where the text shows it as a picture. ``method`` is
    what a calendar does with it, where it is an invitation (RFC 5546).
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    message = models.ForeignKey(
        "conversations.Message",
        models.PROTECT,
        related_name="attachments",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=100)
    content_id = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=20, blank=True)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="attachment_by_public_id"
            ),
            SameOrganisation("message"),
        ]
        indexes = [models.Index(fields=["organisation", "message"], name="attachment_by_message")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, message: Any, file: File[Any]) -> Attachment:
        """Keep a file with a message that is being written. Refused when the whole gets too large for mail."""
        try:
            size = files.sized(file, LARGEST, gettext("Share it by a link, or make it smaller."))
        except Refusal as error:
            raise Refusal(f"{file.name}: {error}", field="attach") from error
        there = list(cls.objects.filter(message=message))
        if len(there) >= MOST:
            raise Refusal(
                gettext("A message has at most {most} files.").format(most=MOST), field="attach"
            )
        if sum(each.size for each in there) + size > LARGEST_TOGETHER:
            msg = gettext("The files of a message have at most {largest} MB together.").format(
                largest=LARGEST_TOGETHER // 1024**2
            )
            raise Refusal(msg, field="attach")
        row = cls(
            message=message,
            name=files.name_of(file.name or ""),
            content_type=files.type_of(file),
            size=size,
            stored_as=files.keep(file, "mail"),
        )
        row.save(force_insert=True)
        return row

    @classmethod
    def enclose(cls, message: Any, file: Enclosure) -> Attachment:
        """Keep what Atrium made itself with a message that is being written."""
        row = cls.keep(message, ContentFile(file.content, file.name))
        if file.method:
            row.content_type, row.method = "text/calendar", file.method
            row.save()
        return row

    @classmethod
    def take_along(cls, message: Any, other: Attachment) -> Attachment:
        """Keep a file of another message with one that is being written, as a file like any other."""
        return cls.keep(message, ContentFile(other.read(), other.name))

    def drop(self) -> None:
        """Remove it from a message that was not sent, with its file."""
        self.delete()
        files.drop(self.stored_as)

    def read(self) -> bytes:
        return files.read(self.stored_as)

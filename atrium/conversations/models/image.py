from __future__ import annotations

import warnings
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

from atrium.clients.models import Client
from atrium.conversations.richtext import images
from atrium.foundation import files
from atrium.foundation.causes import TOO_LARGE
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.conversations.models.note import Note

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 2400
READ = ("PNG", "JPEG", "GIF", "WEBP")
ORPHANED_AFTER = timedelta(days=1)


class ImageQuerySet(models.QuerySet["Image"]):
    """Ways to choose pictures."""

    def visible_to(self, member: Member) -> ImageQuerySet:
        """A picture is seen by those who may read its note; before there is one, by who added it."""
        if not member.can(Can.NOTES_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(seen)).filter(Q(note__isnull=False) | Q(added_by=member))

    def orphaned(self, now: datetime) -> ImageQuerySet:
        """Those that no note took within a day."""
        return self.filter(note=None, added_at__lte=now - ORPHANED_AFTER)


ImageManager = OwnedManager.from_queryset(ImageQuerySet)


class Image(Owned):
    """A picture in a note, drawn anew when it came in: nothing but its pixels is kept."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="note_images", db_constraint=False, db_index=False
    )
    note = models.ForeignKey(
        "conversations.Note",
        models.PROTECT,
        null=True,
        related_name="images",
        db_constraint=False,
        db_index=False,
    )
    stored_as = models.CharField(max_length=100)
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ImageManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="note_image_by_public_id"
            ),
            SameOrganisation("client"),
            SameOrganisation("note"),
            SameOrganisation("added_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "note"], name="note_image_by_note"),
            models.Index(
                fields=["organisation", "added_at"],
                condition=Q(note=None),
                name="note_image_orphaned",
            ),
        ]

    @classmethod
    def add(cls, client: Client, *, by: Member, file: BinaryIO | File[Any]) -> Image:
        """Keep a picture for a note that is being written.

        What it is, is read from its content. Refused when it is no PNG, JPEG, GIF or WebP, is
        larger than 10 MB or has more than 50 million pixels.
        """
        data, content_type, (width, height) = _redrawn(file.read(LARGEST + 1))
        ending = content_type.removeprefix("image/")
        with acting(by=by, label=f"Added a picture on {client}") as act:
            act.lock(client)
            client.refuse_archived()
            stored_as = files.keep(ContentFile(data), "notes", f".{ending}")
            return act.insert(
                cls(
                    client=client,
                    stored_as=stored_as,
                    content_type=content_type,
                    width=width,
                    height=height,
                    size=len(data),
                    added_by=by,
                )
            )

    @classmethod
    def claim(cls, note: Note, act: Acting) -> None:
        """Let the note have the pictures in its text; refused for those that are not the writer's to show."""
        wanted = images(note.html)
        if not wanted:
            return
        free = Q(note=None, added_by=act.by) | Q(note__isnull=False)
        rows = cls.objects.filter(free, client=note.client, public_id__in=wanted)
        found = {str(image.public_id): image for image in act.lock_many(rows)}
        if missing := len(set(wanted) - found.keys()):
            msg = f"{missing} of its pictures cannot be used here; add them anew."
            raise Refusal(msg, field="text")
        for image in found.values():
            if image.note_id is None:
                act.change(image, note=note)

    @classmethod
    def drop_those_of(cls, note: Note) -> None:
        """Remove the pictures of a note whose text is gone for good, but those another note shows."""
        for image in cls.objects.filter(note=note):
            if not note.client.notes.filter(html__contains=str(image.public_id)).exists():
                image.drop()

    def drop(self) -> None:
        """Remove the picture and its file, for good."""
        with acting(by=None, label="Removed a picture that no note shows") as act:
            act.remove(self)
            files.drop(self.stored_as)

    @property
    def file_name(self) -> str:
        """What it is called when somebody keeps a copy."""
        return f"picture-{self.public_id}.{self.content_type.removeprefix('image/')}"

    def read(self) -> bytes:
        """The picture's bytes."""
        return files.read(self.stored_as)


def _redrawn(data: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """The picture drawn anew, its type and its size; place and camera are left behind."""
    if len(data) > LARGEST:
        msg = "This picture is larger than 10 MB. Make it smaller."
        raise Refusal(msg, field="file", cause=TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            picture = Picture.open(BytesIO(data), formats=READ)
        if picture.width * picture.height > MOST_PIXELS:
            msg = "This picture has too many pixels. Make it smaller."
            raise Refusal(msg, field="file", cause=TOO_LARGE)
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        lossless = picture.format != "JPEG"
        drawn = upright.convert("RGBA" if lossless else "RGB")
        out = BytesIO()
        if lossless:
            drawn.save(out, "PNG", optimize=False)
        else:
            drawn.save(out, "JPEG", quality=88)
    except (
        UnidentifiedImageError,
        Picture.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        msg = "This is no picture that can be shown. Use a PNG, JPEG, GIF or WebP file."
        raise Refusal(msg, field="file") from error
    return out.getvalue(), "image/png" if lossless else "image/jpeg", drawn.size

from __future__ import annotations

import warnings
from collections.abc import Collection
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
from atrium.conversations.models.level import Level
from atrium.conversations.richtext import images
from atrium.foundation import files
from atrium.foundation.causes import TOO_LARGE
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.conversations.models.message import Message
    from atrium.conversations.models.note import Note

LARGEST = 10 * 1024 * 1024
LARGEST_TOGETHER = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 2400
READ = ("PNG", "JPEG", "GIF", "WEBP")
ORPHANED_AFTER = timedelta(days=1)


class ImageQuerySet(models.QuerySet["Image"]):
    """Ways to choose pictures."""

    def visible_to(self, member: Member) -> ImageQuerySet:
        """Those of notes that the member may read, and what they added and nothing shows yet."""
        if not member.can(Can.NOTES_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        own = Q(added_by=member, message=None)
        return self.filter(Exists(seen)).filter(Q(note__isnull=False) | own)

    def for_mail(
        self, client: Client, member: Member, keys: Collection[str], besides: int = 0
    ) -> list[Image]:
        """Those with these keys that the member may show in an e-mail to the client.

        Their own that nothing shows yet, and those of the client's e-mails that they see all of.
        What one text shows by itself proves nothing: ``besides`` is its message.
        """
        messages: Any = self.model._meta.get_field("message").related_model
        read = messages.objects.visible_to(member).at_level(Level.ALL).of_client(client)
        rows = list(self.filter(public_id__in=keys, note=None))
        shown = set(
            read.filter(pk__in=[row.message_id for row in rows]).values_list("pk", flat=True)
        )
        found = []
        for row in rows:
            if row.message_id is None:
                allowed = row.added_by_id == member.pk and row.client_id == client.pk
            else:
                others = read.showing(row.public_id).exclude(pk=besides)
                allowed = row.message_id in shown or others.exists()
            if allowed:
                found.append(row)
        return found

    def orphaned(self, now: datetime) -> ImageQuerySet:
        """Those that neither note nor e-mail took within a day."""
        return self.filter(note=None, message=None, added_at__lte=now - ORPHANED_AFTER)


ImageManager = OwnedManager.from_queryset(ImageQuerySet)


class Image(Owned):
    """A picture in a note or an e-mail, drawn anew when it came in: nothing but its pixels is kept.

    ``message`` is the e-mail that took it; others to the client may show it as well, where they
    answer or forward that one. Pictures in e-mails from outside are files of theirs (Attachment).
    """

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
    message = models.ForeignKey(
        "conversations.Message",
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
            SameOrganisation("message"),
            SameOrganisation("added_by"),
            models.CheckConstraint(
                condition=Q(note=None) | Q(message=None), name="note_image_of_one"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "note"], name="note_image_by_note"),
            models.Index(
                fields=["organisation", "message"],
                condition=Q(message__isnull=False),
                name="note_image_by_message",
            ),
            models.Index(
                fields=["organisation", "added_at"],
                condition=Q(note=None, message=None),
                name="note_image_orphaned",
            ),
        ]

    @classmethod
    def add(cls, client: Client, *, by: Member, file: BinaryIO | File[Any]) -> Image:
        """Keep a picture for a note or an e-mail that is being written.

        What it is, is read from its content. Refused when it is no PNG, JPEG, GIF or WebP, is
        larger than 10 MB or has more than 50 million pixels.
        """
        data, content_type, (width, height) = _redrawn(file.read(LARGEST + 1))
        ending = content_type.removeprefix("image/")
        with acting(
            by=by, label=gettext("Added a picture on {client}").format(client=client)
        ) as act:
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
        free = Q(note=None, message=None, added_by=act.by) | Q(note__isnull=False)
        rows = cls.objects.filter(free, client=note.client, public_id__in=wanted)
        found = {str(image.public_id): image for image in act.lock_many(rows)}
        if missing := len(set(wanted) - found.keys()):
            msg = gettext("{missing} of its pictures cannot be used here; add them anew.").format(
                missing=missing
            )
            raise Refusal(msg, field="text")
        for image in found.values():
            if image.note_id is None:
                act.change(image, note=note)

    @classmethod
    def claim_in(cls, message: Message, client: Client, *, by: Member) -> None:
        """Let the e-mail have the pictures in its text.

        Refused for those that are not the writer's to show to this client, and when it gets too
        large for mail.
        """
        wanted = images(message.html)
        if not wanted:
            return
        found = cls.objects.for_mail(client, by, wanted, message.pk)
        if missing := len(set(wanted) - {str(image.public_id) for image in found}):
            msg = gettext("{missing} of its pictures cannot be used here; add them anew.").format(
                missing=missing
            )
            raise Refusal(msg, field="text")
        if sum(image.size for image in found) > LARGEST_TOGETHER:
            most = LARGEST_TOGETHER // 1024**2
            msg = gettext("The pictures of a message have at most {most} MB together.").format(
                most=most
            )
            raise Refusal(msg, field="text", cause=TOO_LARGE)
        free = [image.pk for image in found if image.message_id is None]
        cls.objects.filter(pk__in=free, message=None).update(message=message)

    @classmethod
    def let_go_of(cls, message: Message) -> None:
        """Those that the e-mail took and does not show go to another one that does, or are free."""
        shown = set(images(message.html)) if message.state != "draft" else set()
        for image in cls.objects.filter(message=message).exclude(public_id__in=shown):
            others = type(message).objects.showing(image.public_id).exclude(pk=message.pk)
            image.message = others.of_client(image.client).order_by("pk").first()
            image.save(update_fields=["message"])

    @classmethod
    def drop_those_of(cls, note: Note) -> None:
        """Remove the pictures of a note whose text is gone for good, but those another note shows."""
        for image in cls.objects.filter(note=note):
            if not note.client.notes.filter(html__contains=str(image.public_id)).exists():
                image.drop()

    def drop(self) -> None:
        """Remove the picture and its file, for good."""
        with acting(by=None, label=gettext("Removed a picture that nothing shows")) as act:
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
        msg = gettext("This picture is larger than 10 MB. Make it smaller.")
        raise Refusal(msg, field="file", cause=TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            picture = Picture.open(BytesIO(data), formats=READ)
        if picture.width * picture.height > MOST_PIXELS:
            msg = gettext("This picture has too many pixels. Make it smaller.")
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
        msg = gettext("This is no picture that can be shown. Use a PNG, JPEG, GIF or WebP file.")
        raise Refusal(msg, field="file") from error
    return out.getvalue(), "image/png" if lossless else "image/jpeg", drawn.size

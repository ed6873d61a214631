from __future__ import annotations

from datetime import timedelta
from io import BufferedReader, RawIOBase
from typing import Any, ClassVar

from django.core.files import File as Stored
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from atrium.clients.models import Client
from atrium.documents.keeping import take_for
from atrium.documents.models.content import LARGEST, Content
from atrium.documents.models.file import File
from atrium.documents.models.folder import Folder
from atrium.foundation import files
from atrium.foundation.causes import TOO_LARGE
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager

# A part; every one but the last has as many bytes.
PART = 8 * 1024 * 1024
MOST_OPEN = 200
KEPT_FOR = timedelta(days=1)
CANCELLED = gettext_lazy("This upload was cancelled; begin anew.")


class Upload(Owned):
    """A file that comes in parts: one that broke off goes on where it was (C14).

    Each part lies in the storage under a random name, so that any process takes the next one.
    ``key`` is the sender's own; the same one again leads to the same upload, hence to one file. With
    a ``keeper`` ("projects.project:12") that takes the file into the folder that it keeps.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    folder = models.ForeignKey(
        Folder, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    of_file = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    file = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    key = models.CharField(max_length=100)
    keeper = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=files.LONGEST_NAME)
    size = models.PositiveBigIntegerField()
    parts = models.JSONField(default=list)
    touched_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="upload_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "member", "key"], name="upload_once"),
            SameOrganisation("client"),
            SameOrganisation("folder"),
            SameOrganisation("of_file"),
            SameOrganisation("file"),
            SameOrganisation("member"),
        ]
        indexes = [
            models.Index(fields=["organisation", "touched_at"], name="upload_by_use"),
            models.Index(fields=["organisation", "client"], name="upload_by_client"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(  # noqa: PLR0913 - each is one thing that is known of a file to come
        cls,
        client: Client,
        *,
        by: Member,
        key: str,
        name: str,
        size: int,
        folder: Folder | None = None,
        of_file: File | None = None,
        keeper: str = "",
    ) -> Upload:
        """Make ready for a file, or find the upload that was begun with this key.

        Refused when it will not be taken: empty, too large, into a folder that something keeps.
        ``of_file``: it becomes a version of that one.
        """
        client.refuse_archived()
        if not 0 < size <= LARGEST:
            msg = (
                gettext("This file is empty. Choose another one.")
                if size <= 0
                else gettext("This file is larger than {largest} GB.").format(
                    largest=LARGEST // 1024**3
                )
            )
            raise Refusal(msg, field="file", cause=TOO_LARGE if size > 0 else None)
        if folder is not None:
            folder.refuse_kept()
        if of_file is not None and of_file.folder is not None:
            of_file.folder.refuse_kept()
        if cls.objects.filter(member=by, file=None).count() >= MOST_OPEN:
            msg = gettext("Too many uploads are under way; wait until some are done.")
            raise Refusal(msg)
        told: dict[str, Any] = {"client": client, "folder": folder, "of_file": of_file}
        told |= {"size": size, "keeper": keeper}
        row: Upload
        row, _ = cls.objects.get_or_create(
            member=by, key=key, defaults={"name": files.name_of(name), **told}
        )
        if row.file is not None and row.file.binned_at is not None:
            # What it became was removed meanwhile: it is sent anew.
            row.file, row.parts = None, []
            row.save(update_fields=["file", "parts"])
        if (row.client_id, row.size, row.keeper) != (client.pk, size, keeper):
            msg = gettext("Another file was sent under this key; begin anew.")
            raise Refusal(msg)
        return row

    def take(self, number: int, part: Stored[Any]) -> int:
        """Keep the part with this number, counted from 0; how many are there by now.

        One that came before is passed over; refused out of turn, and of a wrong size.
        """
        if number > len(self.parts) or self.file_id is not None:
            msg = gettext("This part came out of turn; go on where the upload stands.")
            raise Refusal(msg)
        if number < len(self.parts):
            return len(self.parts)
        wanted = min(PART, self.size - number * PART)
        if wanted <= 0 or part.size != wanted:
            msg = gettext("This part has {size} bytes where {max} are wanted.").format(
                size=part.size, max=max(wanted, 0)
            )
            raise Refusal(msg)
        stored_as = files.keep(part, "uploads")
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
            if row is None or len(row.parts) != number:
                files.drop(stored_as)
            else:
                row.parts, row.touched_at = [*row.parts, stored_as], timezone.now()
                row.save(update_fields=["parts", "touched_at"])
        if row is None:
            raise Refusal(CANCELLED)
        self.parts = row.parts
        return len(self.parts)

    def finish(self, *, by: Member) -> File:
        """Make the file of what came; a second time it is the same file. Refused while parts are missing."""
        if self.file is not None:
            return self.file
        if not self.is_whole:
            msg = gettext("Parts of this file are still missing; go on sending.")
            raise Refusal(msg)
        with Stored(BufferedReader(_Chain(self.parts, self.size)), name=self.name) as whole:
            whole.size = self.size
            # Outside of any transaction: copying takes as long as the file is large.
            content = Content.of(whole)
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
            if row is None:
                raise Refusal(CANCELLED)
            if row.file is None:
                self._make(row, content, by)
            made: File = row.file
        self.file = made
        return made

    def _make(self, row: Upload, content: Content, by: Member) -> None:
        if self.of_file is not None:
            self.of_file.add_version(content, by=by, name=self.name)
            row.file = self.of_file
        elif self.keeper:
            row.file = take_for(self.keeper, content, self.name, by)
        else:
            row.file = File.add(self.client, content, by=by, folder=self.folder, name=self.name)
        for stored_as in row.parts:
            files.drop(stored_as)
        row.parts = []
        row.save(update_fields=["file", "parts"])

    def cancel(self) -> bool:
        """Forget it, unless it became a file meanwhile; whether there is no file of it."""
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
            if row is not None and row.file_id is None:
                row.drop()
        return row is None or row.file_id is None

    def drop(self) -> None:
        """Forget it, with the parts that came."""
        with transaction.atomic():
            self.delete()
            for stored_as in self.parts:
                files.drop(stored_as)

    @property
    def is_whole(self) -> bool:
        return len(self.parts) == -(-self.size // PART)

    @property
    def received(self) -> int:
        """How many bytes are there."""
        return min(len(self.parts) * PART, self.size)


class _Chain(RawIOBase):
    """Stored parts read as one file, one after the other."""

    def __init__(self, parts: list[str], size: int) -> None:
        super().__init__()
        self._parts, self._size, self._at = parts, size, 0
        self._open: tuple[int, Any] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + {0: 0, 1: self._at, 2: self._size}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:
        number, within = divmod(self._at, PART)
        if number >= len(self._parts) or self._at >= self._size:
            return 0
        part = self._part(number)
        part.seek(within)
        data = part.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
        super().close()

    def _part(self, number: int) -> Any:
        if self._open is not None and self._open[0] == number:
            return self._open[1]
        if self._open is not None:
            self._open[1].close()
        part = default_storage.open(self._parts[number])
        self._open = (number, part)
        return part

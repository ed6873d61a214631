from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.files import File as Stored
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from atrium.foundation import files
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.owned import Owned, OwnedManager

LARGEST = 20 * 1024**3
_PORTION = 1024 * 1024


class Reading(models.TextChoices):
    """How far the queue is with what can be seen and found of a content."""

    WAITING = "waiting", gettext_lazy("Being prepared")
    DONE = "done", gettext_lazy("Ready")
    NOTHING = "nothing", gettext_lazy("Nothing to show")
    FAILED = "failed", gettext_lazy("Could not be read")
    HARMFUL = "harmful", gettext_lazy("A virus was found")


class ContentQuerySet(models.QuerySet["Content"]):
    """Ways to choose contents."""

    def unused(self) -> ContentQuerySet:
        """Those that no file names any more."""
        version = self.model._meta.get_field("versions").related_model
        return self.filter(~Exists(version._base_manager.filter(content=OuterRef("pk"))))


ContentManager = OwnedManager.from_queryset(ContentQuerySet)


class Content(Owned):
    """The bytes of files, once in an organisation however many files have them.

    It is known by its SHA-256 and lies under a random name. What the queue made of it stands here
    too: the words inside and ``sheets``, pictures of its pages as {"stored_as", "width", "height"}.
    It is no part of the journal: nothing of it ever changes but what is derived.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    stored_as = models.CharField(max_length=100)
    reading = models.CharField(max_length=10, choices=Reading, default=Reading.WAITING)
    text = models.TextField(blank=True)
    sheets = models.JSONField(default=list)
    pages = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ContentManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="content_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "sha256"], name="content_once"),
        ]
        indexes = [models.Index(fields=["organisation", "used_at"], name="content_by_use")]

    def __str__(self) -> str:
        return gettext("{content_type}, {size} bytes").format(
            content_type=self.content_type, size=self.size
        )

    @classmethod
    def of(cls, file: Stored[Any]) -> Content:
        """Keep the bytes, or find them where they are kept already.

        Refused when there are none or more than 20 GB. Call it before the act: copying takes time.
        """
        size = files.sized(file, LARGEST)
        sha256 = _hashed(file)
        if (known := cls._taken(sha256)) is not None:
            return known
        row = cls(
            sha256=sha256,
            size=size,
            content_type=files.type_of(file),
            stored_as=files.keep(file, "documents"),
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            # Somebody kept the same bytes meanwhile.
            default_storage.delete(row.stored_as)
            known = cls._taken(sha256)
            if known is None:
                raise
            return known
        return row

    @classmethod
    def _taken(cls, sha256: str) -> Content | None:
        """The one with this hash, marked as used so that nobody clears it away meanwhile."""
        if not cls.objects.filter(sha256=sha256).update(used_at=timezone.now()):
            return None
        found: Content | None = cls.objects.filter(sha256=sha256).first()
        return found

    def clear(self, before: Any) -> bool:
        """Remove the row and its bytes for good, where nothing uses it since ``before``."""
        with transaction.atomic():
            rows = type(self).objects.filter(pk=self.pk, used_at__lt=before).unused()
            if not rows._raw_delete(rows.db):  # noqa: SLF001 - delete() would collect by bare keys
                return False
            for stored_as in [self.stored_as, *(sheet["stored_as"] for sheet in self.sheets)]:
                files.drop(stored_as)
        return True

    @property
    def is_waiting(self) -> bool:
        return self.reading == Reading.WAITING

    @property
    def is_harmful(self) -> bool:
        return self.reading == Reading.HARMFUL


def _hashed(file: Stored[Any]) -> str:
    total = hashlib.sha256()
    for portion in _portions(file):
        total.update(portion)
    return total.hexdigest()


def _portions(file: Stored[Any]) -> Iterator[bytes]:
    file.seek(0)
    while portion := file.read(_PORTION):
        yield portion

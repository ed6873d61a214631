from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Self

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from atrium.clients.listing import Listing
from atrium.foundation.causes import ROLE, Step
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports import causes
from atrium.imports.exporting import export
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can

KEPT_FOR = timedelta(days=3)
# Larger lists are written in the queue; as many take about two seconds (docs/architecture.md).
MOST_AT_ONCE = 2_000
MOST_WAITING = 5
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
}
_TOLD_EVERY = 500
_ASKED_EVERY = 10_000


class ExportStage(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", gettext_lazy("Waiting")
    WRITING = "writing", gettext_lazy("Being written")
    READY = "ready", gettext_lazy("Ready")
    FAILED = "failed", gettext_lazy("Failed")
    EXPIRED = "expired", gettext_lazy("Expired")


_BUSY = (ExportStage.WAITING, ExportStage.WRITING)
_TONES = {"ready": "good", "failed": "bad", "writing": "info"}


class ExportQuerySet(models.QuerySet["Export"]):
    """Ways to choose exports."""

    def visible_to(self, member: Member) -> ExportQuerySet:
        """One's own, and nobody else's: a file holds what its asker may see."""
        if not member.can(Can.CLIENTS_EXPORT):
            return self.none()
        return self.filter(by=member)

    def busy(self) -> ExportQuerySet:
        return self.filter(stage__in=_BUSY)

    def over(self, at: datetime) -> ExportQuerySet:
        """Those whose file was kept long enough."""
        return self.filter(expires_at__lte=at).exclude(stored_as="")


ExportManager = OwnedManager.from_queryset(ExportQuerySet)


class Export(Owned):
    """A list of clients on its way into a file: asked for, written in the queue, kept for some days.

    Written anew from the beginning where its worker was killed; what half a file would hold is
    never handed out. The role at the time of asking is kept with it: who sees less since does not
    get what they saw then.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    number = models.PositiveBigIntegerField()
    by = models.ForeignKey(
        Member, models.PROTECT, related_name="exports", db_constraint=False, db_index=False
    )
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=5)
    query = models.TextField(blank=True)
    stage = models.CharField(max_length=10, choices=ExportStage, default=ExportStage.WAITING)
    trouble = models.TextField(blank=True)
    clients = models.PositiveBigIntegerField(default=0)
    progress = models.PositiveBigIntegerField(default=0)
    stored_as = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar = ExportManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="export_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="export_by_public_id"
            ),
            SameOrganisation("by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "by", "-number"], name="export_by_member"),
            models.Index(fields=["organisation", "expires_at"], name="export_by_end"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def ask(cls, listing: Listing, *, format: str, by: Member) -> Self:  # noqa: A002 - the word that people use
        """Let the queue write this list; refused without permission, and with many waiting already."""
        if not by.can(Can.CLIENTS_EXPORT):
            raise Refusal(
                gettext("{by} may not export; ask a manager, an admin or an owner.").format(by=by),
                cause=ROLE,
            )
        if format not in FORMATS:
            msg = gettext("Choose one of {formats}.").format(formats=", ".join(FORMATS))
            raise Refusal(msg, field="format")
        if cls.objects.filter(by=by).busy().count() >= MOST_WAITING:
            msg = gettext("Five of your exports are being written. Wait for them, or remove one.")
            raise Refusal(msg, cause=causes.NOT_READY)
        with transaction.atomic():
            [number] = Counter.take("export")
            made: Self = cls.objects.create(
                number=number,
                by=by,
                role=by.standing,
                name=str(listing.view or "Clients")[:200],
                format=format,
                query=listing.address(),
                clients=listing.count.known,
            )
        return made

    def write(self) -> bool:
        """Write the file, from the beginning each time; False where it was removed meanwhile.

        Refused where who asked may not export any more.
        """
        if not self._still(ExportStage.WRITING, progress=0):
            return False
        listing = Listing.parse(self.by, self.query)
        self._still(ExportStage.WRITING, clients=listing.filters.choose(self.by).order_by().count())
        stored_as = f"exports/{self.public_id}.{self.format}"
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"clients.{self.format}"
            try:
                count = export(path, by=self.by, listing=listing, through=self._told)
            except _RemovedError:
                return False
            default_storage.delete(stored_as)
            with path.open("rb") as file:
                kept = default_storage.save(stored_as, File(file))
            size = path.stat().st_size
        done = {"progress": count, "clients": count, "size": size, "finished_at": now()}
        if not self._still(ExportStage.READY, stored_as=kept, expires_at=now() + KEPT_FOR, **done):
            default_storage.delete(kept)
            return False
        return True

    def fail(self, why: str) -> None:
        """Say why it was given up."""
        self._still(ExportStage.FAILED, trouble=why, finished_at=now())

    def remove(self) -> None:
        """Remove it with its file, also while it is being written."""
        if self.stored_as:
            default_storage.delete(self.stored_as)
        type(self).objects.filter(pk=self.pk).delete()

    def expire(self) -> None:
        """Drop the file; that it was made stays in the list."""
        default_storage.delete(self.stored_as)
        rows = type(self).objects.filter(pk=self.pk)
        rows.update(stage=ExportStage.EXPIRED, stored_as="")

    def refuse_unless_ready(self, *, by: Member) -> None:
        """Refuse in words where the file cannot be handed out now."""
        again = Step(
            does="export", label=gettext("Export again"), url=self.again_url, icon="rotate-cw"
        )
        if self.is_busy:
            raise Refusal(
                gettext("This export is being written; wait a moment."), cause=causes.NOT_READY
            )
        if self.stage == ExportStage.FAILED:
            raise Refusal(
                gettext("This export failed: {trouble}").format(trouble=self.trouble),
                steps=(again,),
            )
        over = self.stage == ExportStage.EXPIRED or not self.expires_at
        if over or (self.expires_at and self.expires_at <= now()):
            msg = gettext("The file was kept for three days and is gone.")
            raise Refusal(msg, cause=causes.EXPIRED, steps=(again,))
        if by.standing != self.role:
            msg = gettext(
                "Your role changed since this export was made, and with it what you may see."
            )
            raise Refusal(msg, cause=causes.SIGHT_CHANGED, steps=(again,))

    def _told(self, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The records, while the progress is kept and the permission asked for again."""
        for count, record in enumerate(records, 1):
            if count % _TOLD_EVERY == 0 and not self._still(ExportStage.WRITING, progress=count):
                raise _RemovedError
            if count % _ASKED_EVERY == 0:
                self.by.refresh_from_db(fields=["role", "allowed", "disabled_at"])
                if not (self.by.is_active and self.by.standing == self.role):
                    msg = gettext("Your role changed while it was written.")
                    raise Refusal(msg, cause=causes.SIGHT_CHANGED)
            yield record

    def _still(self, stage: ExportStage, **values: Any) -> bool:
        """Keep how far it is; False where somebody removed it."""
        rows = type(self).objects.filter(pk=self.pk, stage__in=_BUSY)
        going = bool(rows.update(stage=stage, **values))
        for name, value in ({"stage": stage} | values).items() if going else ():
            setattr(self, name, value)
        return going

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.format}".replace("/", "-")

    @property
    def content_type(self) -> str:
        return FORMATS[self.format]

    @property
    def again_url(self) -> str:
        slug = self.organisation.slug
        return f"{reverse('clients-export', args=[slug])}?{self.query}"

    @property
    def is_busy(self) -> bool:
        return self.stage in _BUSY

    @property
    def is_ready(self) -> bool:
        return self.stage == ExportStage.READY and bool(self.expires_at and self.expires_at > now())

    @property
    def tone(self) -> str:
        return _TONES.get(self.stage, "")

    @property
    def percent(self) -> int:
        return min(100, self.progress * 100 // (self.clients or 1))


class _RemovedError(Exception):
    """Somebody removed the export while it was written."""

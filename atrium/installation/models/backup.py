from __future__ import annotations

import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, models
from django.utils import timezone

from atrium.foundation.backups.reading import rehearse
from atrium.foundation.backups.writing import backup
from atrium.foundation.errors import Refusal
from atrium.foundation.secrets import unseal
from atrium.foundation.translation import gettext
from atrium.installation.models.plan import AGAIN, BackupPlan

log = structlog.get_logger("atrium.backups")
SHOWN = 50
SCRAPS = ".atrium-"
A_DAY = 24 * 3600
TROUBLE = (Refusal, OSError, DatabaseError)


class BackupQuerySet(models.QuerySet["Backup"]):
    def standing(self) -> BackupQuerySet:
        """Those that were finished and not removed since."""
        return self.filter(finished_at__isnull=False, error="", removed_at__isnull=True)

    def proved(self) -> BackupQuerySet:
        """Those that were restored on trial without a fault."""
        return self.filter(checked_at__isnull=False, check_error="")


class Backup(models.Model):
    """One backup that was made by the plan: where it lies, what is in it, whether it was proved to come back."""

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=300)
    size = models.BigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    encrypted = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    check_words = models.TextField(blank=True)
    check_error = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Backup]] = BackupQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="backups_by_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.finished_at is None

    @classmethod
    def newest(cls) -> models.QuerySet[Backup]:
        """The last ones, failures too."""
        return cls.objects.order_by("-started_at")[:SHOWN]

    @classmethod
    def last_proved(cls) -> Backup | None:
        """That whose restore was proved last."""
        return cls.objects.all().standing().proved().order_by("-checked_at").first()

    @classmethod
    def stands(cls, pk: int) -> bool:
        """Whether it was finished and is still there."""
        return cls.objects.all().standing().filter(pk=pk).exists()

    @classmethod
    def is_due(cls, plan: BackupPlan, now: datetime) -> bool:
        """Whether the plan wants one now: none stands since its hour, and none failed a moment ago."""
        if not plan.enabled:
            return False
        since = cls.objects.filter(started_at__gte=plan.slot(now))
        tried = since.filter(started_at__gt=now - AGAIN)
        return not tried.exists() and not since.filter(error="", finished_at__isnull=False).exists()

    @classmethod
    def make(cls, plan: BackupPlan) -> Backup:
        """Make one in the plan's place and remove those that need not stay; what failed says why in ``error``."""
        now = timezone.now()
        # Only one is made at a time, so what is not finished by now never will be.
        left = cls.objects.filter(finished_at__isnull=True)
        left.update(finished_at=now, error=gettext("It was cut short: its worker was ended."))
        ending = "tar.age" if plan.public_key else "tar"
        made = cls(
            started_at=now,
            name=f"atrium-{now:%Y%m%d-%H%M%S}.{ending}",
            encrypted=bool(plan.public_key),
        )
        made.save()
        try:
            made._write(plan)
            cls.prune(plan)
        except TROUBLE as error:
            made.error = str(error) or type(error).__name__
        made.finished_at = timezone.now()
        made.save()
        return made

    def _write(self, plan: BackupPlan) -> None:
        there = plan.there()
        self.place = there.label
        _sweep(there.workshop)
        with tempfile.TemporaryDirectory(dir=there.workshop, prefix=SCRAPS) as folder:
            file = Path(folder) / self.name
            kept = backup(file, public_key=plan.public_key)
            self.size = file.stat().st_size
            there.put(file, self.name)
        self.files, self.rows = len(kept.files), sum(kept.rows.values())

    @classmethod
    def prune(cls, plan: BackupPlan) -> int:
        """Remove what the plan does not keep from the place it names now; answers how many."""
        there = plan.there()
        standing = {
            made.started_at: made for made in cls.objects.all().standing().filter(place=there.label)
        }
        stay = plan.retention.kept(standing)
        for at, made in standing.items():
            if at not in stay:
                there.remove(made.name)
                made.removed_at = timezone.now()
                made.save(update_fields=["removed_at"])
        return len(standing) - len(stay)

    def prove(self, plan: BackupPlan) -> bool:
        """Restore it on trial into a place that is gone afterwards, and note what came of it."""
        secret = unseal(plan.secret_key)
        self.check_error = ""
        try:
            with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".rehearsal-") as folder:
                file = plan.there().fetch(self.name, Path(folder))
                self.check_words = rehearse(file, Path(folder), connection.settings_dict, secret)
        except Exception as error:
            # Whatever went wrong, it was not proved: what an earlier trial said must not stand.
            log.exception("backup not proved", backup=self.pk)
            self.check_words, self.check_error = "", str(error) or type(error).__name__
        self.checked_at = timezone.now()
        self.save(update_fields=["checked_at", "check_words", "check_error"])
        return not self.check_error


def _sweep(workshop: Path) -> None:
    """Remove what a backup that was killed left lying."""
    for path in workshop.glob(f"{SCRAPS}*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > A_DAY:
            shutil.rmtree(path, ignore_errors=True)

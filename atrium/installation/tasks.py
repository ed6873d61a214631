"""Backups by the clock, each restored on trial once it stands."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.installation.models import Backup, BackupPlan
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy

FIVE_MINUTES = timedelta(minutes=5)


@periodic(every=FIVE_MINUTES, name="installation.backup")
@task()
def look_at_plan() -> bool:
    """Begin the backup that is due, if one is."""
    due = Backup.is_due(BackupPlan.current(), timezone.now())
    if due:
        make_backup.enqueue()
    return due


@task(priority=-10)
@policy(key=lambda: "backup", attempts=1)
def make_backup() -> None:
    """Make a backup and see whether it comes back."""
    plan = BackupPlan.current()
    made = Backup.make(plan)
    if not made.error and (plan.secret_key or not plan.public_key):
        check_backup.enqueue(made.pk)


@task(priority=-10)
@policy(key=lambda pk: f"backup-check:{pk}", attempts=1)
def check_backup(pk: int) -> None:
    """Restore the backup on trial."""
    Backup.objects.get(pk=pk).prove(BackupPlan.current())

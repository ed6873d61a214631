"""Backups are made, and come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.health import Verdict, examines
from atrium.foundation.translation import gettext
from atrium.installation.models import Backup, BackupPlan
from atrium.installation.resealing import look

TWO_DAYS, A_WEEK = timedelta(days=2), timedelta(days=7)


@examines("backups")
def backups() -> Iterator[tuple[Verdict, str]]:
    """One is younger than two days, and one that was restored on trial younger than a week."""
    plan, now = BackupPlan.current(), timezone.now()
    last = Backup.objects.all().standing().order_by("-started_at").first()
    failed = Backup.objects.order_by("-started_at").first()
    if not plan.enabled and last is None:
        yield (
            Verdict.WARN,
            gettext(
                "None is made by itself. Switch them on under Installation → Backups, or run atrium backup by a timer."
            ),
        )
        return
    if failed and failed.error:
        yield Verdict.BAD, gettext("The last one failed: {error}").format(error=failed.error)
    if last is None or now - last.started_at > TWO_DAYS:
        yield (
            Verdict.BAD,
            gettext("The newest is from {started_at}.").format(
                started_at=f"{spoken(last.started_at):%d %B %Y}"
            )
            if last
            else gettext("There is none yet."),
        )
    else:
        yield (
            Verdict.GOOD,
            gettext("The newest was made {timesince} ago.").format(
                timesince=timesince(last.started_at)
            ),
        )
    if last and last.check_error:
        yield (
            Verdict.BAD,
            gettext("The newest does not come back: {error}").format(error=last.check_error),
        )
    proved = Backup.last_proved()
    if proved is None or proved.checked_at is None or now - proved.checked_at > A_WEEK:
        yield Verdict.WARN, gettext("No restore was proved in the last seven days.")


@examines("keys")
def secrets() -> Iterator[tuple[Verdict, str]]:
    """Every secret is sealed by the newest key."""
    found = look()
    if found.lost:
        yield (
            Verdict.BAD,
            gettext(
                "No key opens {counts}. Put the key that is missing back, or type them again."
            ).format(counts=_counts(found.lost)),
        )
    if found.older:
        yield (
            Verdict.WARN,
            gettext("An older key seals {counts}. Run: atrium rotate-keys").format(
                counts=_counts(found.older)
            ),
        )
    if not found.lost and not found.older:
        yield (
            Verdict.GOOD,
            gettext("The newest key seals all {anew} secrets.").format(anew=found.anew),
        )


def _counts(kinds: dict[str, int]) -> str:
    return ", ".join(f"{many} of a {kind}" for kind, many in sorted(kinds.items()))

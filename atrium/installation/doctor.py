"""Backups are made, and come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince

from atrium.foundation.health import Verdict, examines
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
            "None is made by itself. Switch them on under Installation → Backups, or run atrium backup by a timer.",
        )
        return
    if failed and failed.error:
        yield Verdict.BAD, f"The last one failed: {failed.error}"
    if last is None or now - last.started_at > TWO_DAYS:
        yield (
            Verdict.BAD,
            f"The newest is from {last.started_at:%d %B %Y}." if last else "There is none yet.",
        )
    else:
        yield Verdict.GOOD, f"The newest was made {timesince(last.started_at)} ago."
    proved = Backup.last_proved()
    if proved is None or proved.checked_at is None or now - proved.checked_at > A_WEEK:
        yield Verdict.WARN, "No restore was proved in the last seven days."


@examines("keys")
def secrets() -> Iterator[tuple[Verdict, str]]:
    """Every secret is sealed by the newest key."""
    found = look()
    if found.lost:
        yield (
            Verdict.BAD,
            f"No key opens {_counts(found.lost)}. Put the key that is missing back, or type them again.",
        )
    if found.older:
        yield (
            Verdict.WARN,
            f"An older key seals {_counts(found.older)}. Run: atrium rotate-keys",
        )
    if not found.lost and not found.older:
        yield Verdict.GOOD, f"The newest key seals all {found.anew} secrets."


def _counts(kinds: dict[str, int]) -> str:
    return ", ".join(f"{many} of a {kind}" for kind, many in sorted(kinds.items()))

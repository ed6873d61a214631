"""What an undo does with projects: their numbers are never given again, so none is ever removed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from atrium.timeline.acting import Acting
from atrium.timeline.undoing import withdraws


@withdraws("projects.project")
def into_the_bin(act: Acting, rows: list[Any]) -> None:
    """One whose adding is undone lies in the bin like a deleted one."""
    act.change_many(rows, binned_at=timezone.now())

"""What an undo does with projects: their numbers are never given again, and what left cannot be called back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.projects.models import Sending
from atrium.timeline.acting import Acting
from atrium.timeline.models import Act, Operation
from atrium.timeline.undoing import before_undoing, withdraws


@withdraws("projects.project")
def into_the_bin(act: Acting, rows: list[Any]) -> None:
    """One whose adding is undone lies in the bin like a deleted one."""
    act.change_many(rows, binned_at=timezone.now())


@before_undoing
def refuse_what_left(doing: Acting, act: Act) -> None:
    """The mail is gone; its link can be taken back."""
    made = act.changes.filter(model="projects.sending", operation=Operation.INSERT)
    keys = list(made.values_list("object_id", flat=True))
    rows = Sending.objects.filter(pk__in=keys).order_by("pk") if keys else None
    if rows is not None and any(row.sent_at for row in doing.lock_many(rows)):
        msg = gettext(
            "This left already and cannot be called back. Take its link back on the project's page."
        )
        raise Refusal(msg)

"""Work is done about when it is due."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.foundation.health import Verdict, examines
from atrium.queue.facts import queue_state

A_MINUTE = 60


@examines("queue")
def queue() -> Iterator[tuple[Verdict, str]]:
    """Nothing waits for long, nothing was given up."""
    state = queue_state()
    if state.oldest_due_seconds > A_MINUTE:
        waits = (
            f"{state.due} tasks wait, the oldest for {state.oldest_due_seconds / 60:.0f} minutes."
        )
        yield Verdict.BAD, f"{waits} Is a worker running? atrium worker"
    if state.failed:
        yield Verdict.WARN, f"{state.failed} tasks failed for good; the log says why."
    if state.oldest_due_seconds <= A_MINUTE and not state.failed:
        yield Verdict.GOOD, f"{state.due} tasks are due, {state.running} run."

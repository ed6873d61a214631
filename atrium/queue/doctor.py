"""Work is done about when it is due."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.foundation.health import Verdict, examines, mends
from atrium.queue.facts import queue_state
from atrium.queue.models.task_run import TaskRun

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
    if state.lapsed:
        yield (
            Verdict.WARN,
            f"{state.lapsed} tasks lost their worker; the next worker starts them again.",
        )
    if state.failed:
        yield Verdict.WARN, f"{state.failed} tasks failed for good; the log says why."
    if state.oldest_due_seconds <= A_MINUTE and not state.failed and not state.lapsed:
        yield Verdict.GOOD, f"{state.due} tasks are due, {state.running} run."


@mends("queue")
def put_back() -> str:
    """Put back in line what lost its worker."""
    runs = TaskRun.reclaim()
    return f"Put {len(runs)} tasks that lost their worker back in line." if runs else ""

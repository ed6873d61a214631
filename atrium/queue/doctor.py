"""Work is done about when it is due."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.foundation.health import Verdict, examines, mends
from atrium.foundation.translation import gettext
from atrium.queue.facts import queue_state
from atrium.queue.models.task_run import TaskRun

A_MINUTE = 60
# Some tasks run every minute.
IDLE = 180


@examines("queue")
def queue() -> Iterator[tuple[Verdict, str]]:
    """Nothing waits for long, nothing was given up."""
    state = queue_state()
    if state.oldest_due_seconds > A_MINUTE:
        waits = gettext("{due} tasks wait, the oldest for {oldest_due_seconds} minutes.").format(
            due=state.due, oldest_due_seconds=f"{state.oldest_due_seconds / 60:.0f}"
        )
        yield Verdict.BAD, gettext("{waits} Is a worker running? atrium worker").format(waits=waits)
    elif state.idle_seconds > IDLE:
        # What runs by the clock is enqueued by workers: without any, nothing ever waits.
        idle = gettext("No worker has looked at the clock for {minutes} minutes.").format(
            minutes=f"{state.idle_seconds / 60:.0f}"
        )
        yield Verdict.WARN, gettext("{waits} Is a worker running? atrium worker").format(waits=idle)
    if state.lapsed:
        yield (
            Verdict.WARN,
            gettext("{lapsed} tasks lost their worker; the next worker starts them again.").format(
                lapsed=state.lapsed
            ),
        )
    if state.failed:
        yield (
            Verdict.WARN,
            gettext("{failed} tasks failed for good; the log says why.").format(
                failed=state.failed
            ),
        )
    works = state.oldest_due_seconds <= A_MINUTE and state.idle_seconds <= IDLE
    if works and not state.failed and not state.lapsed:
        yield (
            Verdict.GOOD,
            gettext("{due} tasks are due, {running} run.").format(
                due=state.due, running=state.running
            ),
        )


@mends("queue")
def put_back() -> str:
    """Put back in line what lost its worker."""
    runs = TaskRun.reclaim()
    return (
        gettext("Put {count} tasks that lost their worker back in line.").format(count=len(runs))
        if runs
        else ""
    )

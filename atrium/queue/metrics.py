"""How the queue stands, for Prometheus."""

from __future__ import annotations

from atrium.foundation.metrics import Values, gauge
from atrium.queue.facts import queue_state


@gauge("atrium_queue_tasks", "Tasks by how they stand", "state")
def tasks() -> Values:
    """Counts; ``lapsed`` are running ones that lost their worker."""
    state = queue_state()
    for name in ("due", "deferred", "running", "lapsed", "failed"):
        yield (name,), getattr(state, name)


@gauge("atrium_queue_idle_seconds", "How long ago a worker last looked at the clock")
def idle() -> Values:
    """More than three minutes means that no worker runs, even where nothing is due."""
    yield (), queue_state().idle_seconds


@gauge("atrium_queue_oldest_due_seconds", "How long the oldest due task waits")
def oldest() -> Values:
    """More than a minute means that no worker runs, or too few."""
    yield (), queue_state().oldest_due_seconds

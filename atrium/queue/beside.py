"""What runs beside the tasks of a worker for as long as it runs, each in a thread of its own.

Apps register in their tasks.py. A function gets an event that is set when the worker is told to
stop; it has to return within a second of it, and nothing waits for it longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from atrium.foundation.registry import Registry

type Runs = Callable[[Event], None]
BESIDE: Registry[Runs] = Registry()
# A thread that does not end in time dies with the process.
PATIENCE = 1.0


def beside_worker(name: str) -> Callable[[Runs], Runs]:
    """Run the function beside each worker."""

    def register(function: Runs) -> Runs:
        BESIDE.add(name, function)
        return function

    return register


@contextmanager
def running() -> Iterator[Event]:
    """Run them all while the block runs; whoever stops the worker may set the event before."""
    ended = Event()
    threads = [Thread(target=one, args=(ended,), daemon=True) for one in BESIDE]
    for thread in threads:
        thread.start()
    try:
        yield ended
    finally:
        ended.set()
        for thread in threads:
            thread.join(PATIENCE)

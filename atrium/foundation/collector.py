"""Leaving Python's search for cycles out while thousands of rows are made that have none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Do the work below without the cyclic collector, which would look at every new row again and again.

    What is not in a cycle is freed at once as ever. For short work: it holds for the whole process.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

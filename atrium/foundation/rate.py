"""How often somebody may ask: buckets of requests that fill again as time goes by.

Each web process counts for itself, without the database: what a limit is for is a program that
runs wild, and that one meets it in every process.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

MOST_REMEMBERED = 10_000


class Rate:
    """Buckets that hold the requests of a minute, one for each who asks."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, who: Hashable, each_minute: int) -> int:
        """Count a request; the seconds to wait where the bucket is empty, else 0."""
        now = time.monotonic()
        with self._lock:
            left, since = self._buckets.pop(who, (float(each_minute), now))
            left = min(float(each_minute), left + (now - since) * each_minute / 60)
            refused = left < 1
            self._buckets[who] = (left if refused else left - 1, now)
            if len(self._buckets) > MOST_REMEMBERED:
                self._buckets.popitem(last=False)
        return max(1, math.ceil((1 - left) * 60 / each_minute)) if refused else 0

    def forget(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._buckets.clear()

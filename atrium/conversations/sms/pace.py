"""How often a provider may call: a bucket of requests that fills again as time goes by.

Each web process counts for itself, without the database, before anything is read.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

EACH_MINUTE = 1200.0
MOST_REMEMBERED = 1000
_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
_lock = Lock()


def is_too_fast(key: str) -> bool:
    """Count a request for the key; whether its bucket was empty."""
    now = time.monotonic()
    with _lock:
        left, since = _buckets.pop(key, (EACH_MINUTE, now))
        left = min(EACH_MINUTE, left + (now - since) * EACH_MINUTE / 60)
        _buckets[key] = (max(left - 1, 0.0), now)
        if len(_buckets) > MOST_REMEMBERED:
            _buckets.popitem(last=False)
    return left < 1


def forget() -> None:
    """Fill every bucket."""
    with _lock:
        _buckets.clear()

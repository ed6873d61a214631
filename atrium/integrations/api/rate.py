"""How often a token may ask: a bucket of requests that fills again as time goes by.

Each web process counts for itself, without the database: what a limit is for is a program that
runs wild, and that one meets it in every process.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings

from atrium.integrations.api.errors import Problem

MOST_REMEMBERED = 10_000
_buckets: OrderedDict[int, tuple[float, float]] = OrderedDict()
_lock = Lock()


def take(token: int) -> None:
    """Count a request of the token; refused with 429 and Retry-After where its bucket is empty.

    The bucket holds the requests of a minute, ``ATRIUM_API_RATE``; 0 is no limit.
    """
    each_minute = settings.API_RATE
    if not each_minute:
        return
    now = time.monotonic()
    with _lock:
        left, since = _buckets.pop(token, (float(each_minute), now))
        left = min(float(each_minute), left + (now - since) * each_minute / 60)
        refused = left < 1
        _buckets[token] = (left if refused else left - 1, now)
        if len(_buckets) > MOST_REMEMBERED:
            _buckets.popitem(last=False)
    if refused:
        wait = math.ceil((1 - left) * 60 / each_minute)
        detail = f"A token may ask {each_minute:,} times a minute; ask again in {wait} s."
        raise Problem(429, detail, headers={"Retry-After": str(wait)})


def forget() -> None:
    """Fill every bucket."""
    with _lock:
        _buckets.clear()

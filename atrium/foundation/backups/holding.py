"""Stored files stay where they are while a backup reads them: what is dropped meanwhile goes afterwards.

The hold stands in the cache, which every process on every machine shares, so that a file that the copy of the database
names is there when the backup comes to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from atrium.foundation.ids import public_id

_NAME = "files-held"
# A backup that was killed lets go by itself.
LONGEST = 12 * 3600


@contextmanager
def files_held() -> Iterator[None]:
    """Nobody removes a stored file inside the block."""
    key = public_id().hex
    cache.set(_NAME, [*cache.get(_NAME, []), key], LONGEST)
    try:
        yield
    finally:
        left = [other for other in cache.get(_NAME, []) if other != key]
        if left:
            cache.set(_NAME, left, LONGEST)
        else:
            cache.delete(_NAME)


def are_held() -> bool:
    """Whether a backup is reading them."""
    return bool(cache.get(_NAME))

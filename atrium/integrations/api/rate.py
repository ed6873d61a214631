"""How often a token may ask."""

from __future__ import annotations

from django.conf import settings

from atrium.foundation.rate import Rate
from atrium.integrations.api.errors import Problem

_RATE = Rate("api")


def take(token: int) -> None:
    """Count a request of the token; refused with 429 and Retry-After where its bucket is empty.

    The bucket holds the requests of a minute, ``ATRIUM_API_RATE``; 0 is no limit.
    """
    each_minute = settings.API_RATE
    if not each_minute:
        return
    if wait := _RATE.take(token, each_minute):
        detail = f"A token may ask {each_minute:,} times a minute; ask again in {wait} s."
        raise Problem(429, detail, headers={"Retry-After": str(wait)})


def forget() -> None:
    """Forget what this process took ahead."""
    _RATE.forget()

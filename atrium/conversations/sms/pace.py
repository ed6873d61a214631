"""How often a provider may call for a mailbox or a number, over all processes.

Asked for addresses that exist only: what a stranger makes up leaves no trace.
"""

from __future__ import annotations

from atrium.foundation.rate import Rate

EACH_MINUTE = 1200
_RATE = Rate("news")


def is_too_fast(key: str) -> bool:
    """Count a request for the key; whether its bucket was empty."""
    return _RATE.take(key, EACH_MINUTE) > 0


def forget() -> None:
    """Forget what this process took ahead."""
    _RATE.forget()

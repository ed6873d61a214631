"""Where Django keeps which language is spoken now: read some 800 times a page, so without a lock.

Django's own place is a Local of asgiref, which locks at each reading (1 ms a page). A ContextVar needs no lock:
it belongs to the thread or task that reads it, as a Local does.
"""

from contextvars import ContextVar
from typing import Any

from django.utils.translation import trans_real

_SPOKEN: ContextVar[Any] = ContextVar("spoken", default=None)


class Active:
    """What ``trans_real`` asks of it: a value that may be absent."""

    __slots__ = ()

    @property
    def value(self) -> Any:
        found = _SPOKEN.get()
        if found is None:
            raise AttributeError
        return found

    @value.setter
    def value(self, translation: Any) -> None:
        _SPOKEN.set(translation)

    @value.deleter
    def value(self) -> None:
        _SPOKEN.set(None)


def keep_in_context() -> None:
    """Let Django keep the language here from now on."""
    trans_real._active = Active()  # type: ignore[attr-defined]  # noqa: SLF001 - it offers no other way

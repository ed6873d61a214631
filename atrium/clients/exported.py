"""What apps tell of clients in JSON Lines beside their record: for people and other programs.

An import passes it over, for what was said and sent cannot be said and sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from atrium.organisations.models import Member

type Told = Iterable[tuple[int, dict[str, Any]]]
type Teller = Callable[[Member, Collection[int]], Told]
TELLERS: Registry[tuple[str, Teller]] = Registry()


def exported(name: str) -> Callable[[Teller], Teller]:
    """Put what the function tells into the export as the list ``name``.

    It is asked with the member and the keys of clients whom they see, and yields each thing with its client, the
    oldest first, no more of it than the member may read.
    """

    def register(teller: Teller) -> Teller:
        TELLERS.add(name, (name, teller))
        return teller

    return register


def names() -> list[str]:
    """The lists that exports have beside the record."""
    return [name for name, _ in TELLERS]

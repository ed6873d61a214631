"""How an organisation stands on the pages of its guests: by its own mark, or by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atrium.organisations.models import Organisation


@dataclass(frozen=True)
class Mark:
    """A picture as it stands in a page, with its size there."""

    source: str
    width: int
    height: int


type Drawn = Callable[[Organisation], Mark | None]
_DRAWN: list[Drawn] = []


def draws_mark(drawn: Drawn) -> Drawn:
    """Ask the function for the mark of an organisation; one app keeps it."""
    if _DRAWN:
        msg = "There is one mark of an organisation, and somebody draws it already."
        raise RuntimeError(msg)
    _DRAWN.append(drawn)
    return drawn


def mark_of(organisation: Organisation) -> Mark | None:
    """Its own mark; None where it has none."""
    return _DRAWN[0](organisation) if _DRAWN else None

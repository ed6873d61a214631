"""What apps tell of clients in exports beside their record: for people and other programs.

Lists in JSON Lines, figures in the columns of a table. An import passes both over: what was said and sent
cannot be said and sent again, and figures follow from other rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.organisations.permissions import Can

type Told = Iterable[tuple[int, dict[str, Any]]]
type Teller = Callable[[Member, Collection[int]], Told]
type Figured = Callable[[Member, Collection[int]], Iterable[tuple[int, dict[str, str]]]]
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


@dataclass(frozen=True)
class Figures:
    """Columns of a table, who may know them, and who tells their cells by client."""

    columns: tuple[str, ...]
    needs: Can
    tell: Callable[[Member, Collection[int]], Iterable[tuple[int, dict[str, str]]]]


FIGURES: list[Figures] = []


def tabled(*columns: str, needs: Can) -> Callable[[Figured], Figured]:
    """Put the cells that the function tells of each client, by column, into exports as a table."""

    def register(tell: Figured) -> Figured:
        FIGURES.append(Figures(columns, needs, tell))
        return tell

    return register


def figure_columns(member: Member | None = None) -> list[str]:
    """The columns that the member may know, or all of them."""
    told = [each for each in FIGURES if member is None or member.can(each.needs)]
    return [column for each in told for column in each.columns]


def figures_of(member: Member, keys: Collection[int]) -> dict[int, dict[str, str]]:
    """The cells of each client, as far as the member may know them."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for each in FIGURES:
        for key, cells in each.tell(member, keys) if member.can(each.needs) else ():
            found[key] |= cells
    return found


def names() -> list[str]:
    """The lists that exports have beside the record."""
    return [name for name, _ in TELLERS]

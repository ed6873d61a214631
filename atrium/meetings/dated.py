"""What else has a day in the calendar: apps above say so, in their client_page.py or navigation.py.

@has_days("jobs", needs=Can.JOBS_SEE)
def jobs_due(asked: Asked) -> Iterable[Dated]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from atrium.foundation.registry import Registry
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 500


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which days are asked for, and whose: ``members`` are keys, None means everybody's; or of one client."""

    member: Member
    start: date
    end: date
    members: Any = None
    client: int | None = None


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Something that has a day: what it is called, of whom, and where it stands."""

    key: str
    day: date
    title: str
    beside: str
    url: str
    icon: str

    @property
    def drawn(self) -> dict[str, Any]:
        """The same for the drawn calendar."""
        told = {"id": self.key, "title": f"{self.title}, {self.beside}", "start": f"{self.day}"}
        return told | {"allDay": True, "url": self.url, "editable": False, "className": "is-task"}


type Find = Callable[[Asked], Iterable[Dated]]
DATED: Registry[tuple[Can, Find]] = Registry()


def has_days(name: str, *, needs: Can) -> Callable[[Find], Find]:
    """Show what the function finds in the calendar, to members who have the permission."""

    def register(find: Find) -> Find:
        DATED.add(name, (needs, find))
        return find

    return register


def dated(asked: Asked) -> list[Dated]:
    """Everything that has a day among those asked for and that the member may see, by day."""
    found = [one for needs, find in DATED if asked.member.can(needs) for one in find(asked)]
    return sorted(found, key=lambda one: (one.day, one.title))

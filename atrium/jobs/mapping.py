"""The jobs of a list by where they are, with those that no map can show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F

from atrium.foundation.translation import gettext
from atrium.jobs.lines import Line, lines_of
from atrium.jobs.listing import Jobs

if TYPE_CHECKING:
    from atrium.clients.models import Location

MOST = 500


@dataclass(frozen=True)
class Placed:
    """A job with the place where it is, as far as the reader may know it."""

    line: Line
    place: Location | None

    @property
    def why(self) -> str:
        """What keeps it off the map; empty for nothing."""
        if self.place is None:
            return gettext("It has no location.")
        return "" if self.place.coordinates else gettext("Its location has no coordinates.")


class JobMap:
    """The first jobs that the filters of the list let through, what is due first at the top."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs

    @cached_property
    def _found(self) -> list[Placed]:
        rows = self.jobs.chosen.select_related("location")
        rows = rows.order_by(F("due_on").asc(nulls_last=True), "id")
        return [self._placed(line) for line in lines_of(list(rows[: MOST + 1]), self.jobs.member)]

    def _placed(self, line: Line) -> Placed:
        place, seen = line.job.location, {part.client_id: part.client for part in line.parts}
        if place is None or place.client_id not in seen:
            return Placed(line, None)
        place.organisation, place.client = line.job.organisation, seen[place.client_id]
        return Placed(line, place)

    @property
    def on_map(self) -> list[Placed]:
        return [one for one in self._found[:MOST] if not one.why]

    @property
    def off_map(self) -> list[Placed]:
        return [one for one in self._found[:MOST] if one.why]

    @property
    def more(self) -> bool:
        """Whether there are more jobs than are shown."""
        return len(self._found) > MOST

"""The completeness of the last months as a line, drawn by the server."""

from __future__ import annotations

from datetime import date, timedelta

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.models import Organisation
from atrium.quality.models import QualityDay

DAYS = 90
WIDTH, HEIGHT = 240, 56


class Trend:
    """Ninety days up to today, with today's average as it is now."""

    def __init__(self, place: Organisation, average: int) -> None:
        today = place.today()
        self.first = today - timedelta(days=DAYS)
        kept = QualityDay.objects.filter(day__gte=self.first, day__lt=today)
        self.days: list[tuple[date, int]] = [
            (row.day, row.figures["average"]) for row in kept if "average" in row.figures
        ]
        self.days.append((today, average))

    @property
    def is_drawn(self) -> bool:
        """A line needs two days."""
        return len(self.days) > 1

    @property
    def change(self) -> int:
        """Percent points since the first day that is known."""
        return self.days[-1][1] - self.days[0][1]

    @property
    def words(self) -> str:
        """The line as a sentence."""
        first = f"{spoken(self.days[0][0]):%-d %B}"
        if not self.change:
            return gettext("As complete as on {first}").format(first=first)
        told = (
            gettext("{count} percentage points more complete than on {first}")
            if self.change > 0
            else gettext("{count} percentage points less complete than on {first}")
        )
        return told.format(count=abs(self.change), first=first)

    @property
    def points(self) -> str:
        """The corners of the line, for SVG; the scale is from the lowest to 100."""
        low = min(*(value for _, value in self.days), 95)
        return " ".join(f"{self._x(day):.1f},{self._y(value, low):.1f}" for day, value in self.days)

    @property
    def end(self) -> tuple[str, str]:
        """Where the line ends today."""
        x, y = self.points.rsplit(" ", 1)[-1].split(",")
        return x, y

    def _x(self, day: date) -> float:
        start = self.days[0][0]
        span = max((self.days[-1][0] - start).days, 1)
        return 3 + (day - start).days * (WIDTH - 6) / span

    def _y(self, value: int, low: int) -> float:
        return HEIGHT - 4 - (value - low) * (HEIGHT - 8) / (100 - low)

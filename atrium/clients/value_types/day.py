from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from atrium.clients.value_types.base import (
    EMPTY,
    FILLED,
    FROM,
    IN,
    TO,
    Definition,
    ValueType,
    line,
)
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")
_TIMES = ("%H:%M", "%H:%M:%S")


def read_day(text: str) -> date:
    """The day that people wrote. Raises FormatError."""
    for form in _DAYS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if found.year > 1000:  # noqa: PLR2004 - a year of two digits was meant otherwise
            return found
    msg = gettext("Write the day like 2026-11-24 or 24/11/2026.")
    raise FormatError(msg)


class Date(ValueType):
    """A day, as ISO 8601; it never passes through a time zone."""

    slug = "date"
    label = gettext_lazy("Date")
    icon = "calendar"
    takes = gettext_lazy("A day such as 24/11/2026.")
    input = "date"
    operators = (IN, FROM, TO, EMPTY, FILLED)
    numeric = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        return read_day(line(typed)).isoformat()

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return f"{spoken(date.fromisoformat(value)):%-d %b %Y}"

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return str(value)

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [float(date.fromisoformat(value).toordinal())]

    def sought(self, typed: str, field: Definition, where: Where) -> float:
        return float(read_day(line(typed)).toordinal())

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return f"{spoken(read_day(line(typed))):%-d %b %Y}"

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class DateTime(ValueType):
    """An instant, kept in UTC and shown where the organisation is."""

    slug = "date_time"
    label = gettext_lazy("Date and time")
    icon = "calendar-clock"
    takes = gettext_lazy("A day and a time such as 24/11/2026 09:30, where you are.")
    input = "datetime-local"
    operators = (IN, FROM, TO, EMPTY, FILLED)
    numeric = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        return f"{self._instant(line(typed), where):%Y-%m-%dT%H:%M:%SZ}"

    @staticmethod
    def _instant(text: str, where: Where) -> datetime:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = _spoken(text)
        zone = where.organisation.zone
        found = found if found.tzinfo else found.replace(tzinfo=zone)
        if not 1800 < found.year < 2300:  # noqa: PLR2004 - instants beyond cannot be shown everywhere
            msg = gettext("Choose a year between 1800 and 2300.")
            raise FormatError(msg)
        return found.astimezone(UTC).replace(microsecond=0)

    @staticmethod
    def _local(value: str, where: Where) -> datetime:
        return where.organisation.local(datetime.fromisoformat(value))

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return f"{spoken(self._local(value, where)):%-d %b %Y, %H:%M}"

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return str(value)

    def entered(self, value: Any, field: Definition, where: Where) -> str:
        return f"{self._local(value, where):%Y-%m-%dT%H:%M:%S}".removesuffix(":00")

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [datetime.fromisoformat(value).timestamp()]

    def sought(self, typed: str, field: Definition, where: Where) -> float:
        return self._instant(line(typed), where).timestamp()

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return self.shown(self._parsed(typed, field, where), field, where)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


_MEND = gettext_lazy("Write day and time like 2026-11-24 09:30 or 24/11/2026 09:30.")


def _spoken(text: str) -> datetime:
    day, _, time = text.replace(",", " ").rpartition(" ")
    for form in _TIMES:
        try:
            clock = datetime.strptime(time, form).time()  # noqa: DTZ007 - the zone is added above
        except ValueError:
            continue
        return datetime.combine(read_day(day.strip()), clock)
    raise FormatError(_MEND)

"""Which day it is where a client is: what is overdue follows from that (C12)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Q
from django.utils.timezone import localdate, now

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Organisation


def today_of(client: Client) -> date:
    """The calendar day where the client is, or else where the organisation is."""
    return localdate(timezone=ZoneInfo(client.timezone or client.organisation.timezone))


def other_days(organisation: Organisation) -> dict[date, list[str]]:
    """The time zones where it is another day than at the organisation, by that day.

    So that a query can ask each client's own day: at any moment there are at most two other ones.
    """
    moment, today = now(), organisation.today()
    found = _zones_by_day(moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0))
    return {day: zones for day, zones in found.items() if day != today}


def is_past(organisation: Organisation, day: str, client: str = "client") -> Q:
    """That the day of a row is past where its client is: the same question as the header asks.

    ``day`` names the column, ``client`` the way to the client.
    """
    today, others = organisation.today(), other_days(organisation)
    zone = f"{client}__timezone__in"
    elsewhere = Q(**{zone: [name for zones in others.values() for name in zones]})
    past = Q(**{f"{day}__lt": today}) & ~elsewhere
    for other, zones in others.items():
        past |= Q(**{f"{day}__lt": other, zone: zones})
    # Said apart, so that the index of the days is used.
    return Q(**{f"{day}__lt": max([today, *others])}) & past


@lru_cache(maxsize=8)
def _zones_by_day(moment: datetime) -> dict[date, list[str]]:
    """Zones change their day at quarters of an hour, never between."""
    found: dict[date, list[str]] = {}
    for name in sorted(available_timezones()):
        found.setdefault(moment.astimezone(UTC).astimezone(ZoneInfo(name)).date(), []).append(name)
    return found

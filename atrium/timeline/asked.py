"""Reading whom and which days a log is asked for, as people and addresses say it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member


def the_member(text: str) -> Member:
    """The member with this public id. Refused where there is none."""
    try:
        found = Member.objects.filter(public_id=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        msg = gettext("There is no such member.")
        raise Refusal(msg, field="member")
    member: Member = found
    return member


def beginning(text: str, zone: ZoneInfo, field: str = "since") -> datetime:
    """When the day of this text begins there. Refused where it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 1970 <= day.year <= 9000:  # noqa: PLR2004 - what any clock can show
        msg = gettext("Give a day, like 2026-11-24.")
        raise Refusal(msg, field=field)
    return datetime.combine(day, time.min, zone)


def end(text: str, zone: ZoneInfo, field: str = "until") -> datetime:
    """When the day of this text is over there. Refused where it is none."""
    return beginning(text, zone, field) + timedelta(days=1)

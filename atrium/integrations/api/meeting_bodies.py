"""Meetings as they are sent and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from ninja import Field, Schema
from pydantic import AfterValidator, StrictStr

from atrium.integrations.api.types import Day, Id, Input, Instant, Patch, Reference

type How = Literal["day", "workday", "week", "fortnight", "month", "weekday", "year"]
type Which = Literal["one", "following", "all"]


def _zone(name: str) -> str:
    if name not in available_timezones():
        msg = "This is no time zone; write it like Europe/London."
        raise ValueError(msg)
    return name


Zone = Annotated[StrictStr, AfterValidator(_zone)]


class AttendeeOut(Schema):
    """Somebody who is asked."""

    id: UUID
    member: Reference | None
    contact: Reference | None
    name: str
    address: str
    answer: Literal["", "accepted", "declined", "tentative"]
    comment: str
    answered_at: datetime | None
    told: bool = Field(description="Whether an invitation as the meeting stands has left.")


class MeetingOut(Schema):
    """A meeting; of a repeated one, one of its times."""

    id: UUID
    client: UUID
    uid: str = Field(description="As calendars know it; the same for all of a series.")
    title: str
    agenda: str
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    organiser: Reference | None
    repeats: bool
    minutes: str
    cancelled: bool
    reason: str
    sequence: int
    attendees: list[AttendeeOut]
    version: int


class PeopleIn(Input):
    """Whom to ask."""

    members: list[Id] = Field([], max_length=100)
    contacts: list[Id] = Field([], max_length=100, description="People of the client.")
    addresses: list[StrictStr] = Field([], max_length=50, description="Of people who are neither.")


class RepeatIn(Input):
    """How often it comes, up to and with a day."""

    every: How
    until: Day = Field(examples=["2026-12-24"])


class MeetingPatch(Patch):
    """What is to change; what is not sent stays. Both times are sent together."""

    title: StrictStr = Field("", max_length=200, examples=["Review"])
    agenda: StrictStr = Field("", max_length=20_000)
    place: StrictStr = Field("", max_length=300)
    link: StrictStr = Field("", max_length=500)
    starts_at: Instant | None = Field(None, examples=["2026-11-24T14:00:00Z"])
    ends_at: Instant | None = Field(None, examples=["2026-11-24T15:00:00Z"])
    scope: Which = Field("one", description="Which of a repeated one.")


class MeetingIn(Input):
    """A new meeting."""

    title: StrictStr = Field(max_length=200, examples=["Review"])
    starts_at: Instant = Field(examples=["2026-11-24T14:00:00Z"])
    ends_at: Instant = Field(examples=["2026-11-24T15:00:00Z"])
    agenda: StrictStr = Field("", max_length=20_000)
    place: StrictStr = Field("", max_length=300)
    link: StrictStr = Field("", max_length=500)
    timezone: Zone | None = Field(None, description="The organisation's where left out.")
    repeat: RepeatIn | None = None
    ask: PeopleIn | None = None


class CancelIn(Input):
    """Why, and which of a repeated one."""

    reason: StrictStr = Field("", max_length=500)
    scope: Which = "one"


class MinutesIn(Input):
    """What was agreed."""

    text: StrictStr = Field(max_length=50_000, examples=["Two prices by Friday."])

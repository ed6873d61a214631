"""Meetings as calendars read them: iCalendar (RFC 5545), asked and called off by iTIP (RFC 5546).

Times carry the zone in which the meeting was planned, with its VTIMEZONE, so that a series keeps
its hour when the clocks change. The words that people typed are escaped by the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from atrium.meetings.models import Attendee, Meeting, Series

PRODUCT = "-//Atrium//Meetings//EN"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a calendar is told besides the meeting itself.

    ``sender`` and ``sender_name`` are whom attendees answer to; ``footer`` stands below the agenda.
    """

    sender: str
    sender_name: str
    footer: str = ""
    now: datetime = field(default_factory=timezone.now)


def request(meetings: Sequence[Meeting], asked: Sequence[Attendee], sent: Sent) -> bytes:
    """Ask to these meetings of one series, or to one."""
    return _told(_calendar("REQUEST", _events(meetings, asked, sent)))


def cancel(
    meetings: Sequence[Meeting], asked: Sequence[Attendee], sent: Sent, *, whole: bool = False
) -> bytes:
    """Call these off for those who are named; ``whole``: all that there is of their series."""
    events = [_event(meeting, asked, sent, cancelled=True) for meeting in meetings]
    if whole:
        # Without a RECURRENCE-ID it means the whole series (RFC 5546, 3.2.5).
        events[0].pop("RECURRENCE-ID", None)
        events[0]["SEQUENCE"] = max(meeting.sequence for meeting in meetings)
    return _told(_calendar("CANCEL", events[:1] if whole else events))


def published(meetings: Iterable[Meeting], sent: Sent, name: str) -> bytes:
    """A feed that programs subscribe to; nobody is asked by it, so it names no attendees."""
    events = [_event(m, (), sent, cancelled=m.is_cancelled) for m in meetings]
    calendar = _calendar("PUBLISH", events)
    calendar["NAME"] = calendar["X-WR-CALNAME"] = vText(name)
    calendar.add("REFRESH-INTERVAL", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    return _told(calendar)


def _events(meetings: Sequence[Meeting], asked: Sequence[Attendee], sent: Sent) -> list[Event]:
    """One by one, or the rule of a whole series with what departs from it."""
    series = meetings[0].series
    if series is None or len(meetings) == 1:
        return [_event(meeting, asked, sent) for meeting in meetings]
    kept = {meeting.original_at: meeting for meeting in meetings}
    missing = [start for start in series.starts() if start not in kept]
    first = kept.get(series.starts_at) or meetings[0]
    main = _event(first, asked, sent)
    for name in ("RECURRENCE-ID", "DTSTART", "DTEND"):
        main.pop(name, None)
    main.add("DTSTART", series.starts_at.astimezone(series.zone))
    main.add(
        "DTEND", (series.starts_at + timedelta(minutes=series.minutes)).astimezone(series.zone)
    )
    main.add("RRULE", vRecur.from_ical(f"{series.rule};UNTIL={_until(series)}"))
    if missing:
        main.add("EXDATE", [start.astimezone(series.zone) for start in missing])
    main["SEQUENCE"] = max(meeting.sequence for meeting in meetings)
    departing = [m for m in meetings if _departs(m, first, series)]
    return [main, *(_event(meeting, asked, sent) for meeting in departing)]


def _departs(meeting: Meeting, first: Meeting, series: Series) -> bool:
    """Whether one of a series is otherwise than the rule and the first of it say."""
    length = timedelta(minutes=series.minutes)
    if (meeting.starts_at, meeting.ends_at - meeting.starts_at) != (meeting.original_at, length):
        return True
    names = ("title", "agenda", "place", "link")
    return any(getattr(meeting, name) != getattr(first, name) for name in names)


def _until(series: Series) -> str:
    """The last moment of the last day, in UTC as RFC 5545 (3.3.10) asks where times have a zone."""
    last = datetime.combine(series.until, datetime.max.time(), series.zone)
    return f"{last.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _event(
    meeting: Meeting, asked: Sequence[Attendee], sent: Sent, *, cancelled: bool = False
) -> Event:
    event = Event()
    event.add("UID", meeting.uid)
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTAMP", sent.now.astimezone(UTC))
    event.add("CREATED", meeting.created_at.astimezone(UTC))
    event.add("DTSTART", meeting.starts_at.astimezone(meeting.zone))
    event.add("DTEND", meeting.ends_at.astimezone(meeting.zone))
    if meeting.series is not None and meeting.original_at is not None:
        event.add("RECURRENCE-ID", meeting.original_at.astimezone(meeting.series.zone))
    event.add("SUMMARY", meeting.title)
    if told := "\n\n".join(filter(None, (meeting.agenda, meeting.link, sent.footer))):
        event.add("DESCRIPTION", told)
    if meeting.place or meeting.link:
        event.add("LOCATION", meeting.place or meeting.link)
    if meeting.link:
        event.add("URL", meeting.link)
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("ORGANIZER", _address(sent.sender, sent.sender_name))
    for attendee in asked:
        event.add("ATTENDEE", _attendee(attendee))
    return event


def _attendee(attendee: Attendee) -> vCalAddress:
    address = _address(attendee.address, attendee.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "OPT-PARTICIPANT" if attendee.optional else "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = attendee.answer_as.partstat
    address.params["RSVP"] = "TRUE"
    return address


def _address(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    # A parameter holds no quotes and no control characters (RFC 5545, 3.1).
    clean = "".join(sign for sign in name.replace('"', "'") if sign.isprintable())
    if clean:
        found.params["CN"] = clean
    return found


def _calendar(method: str, events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=date(2020, 1, 1))
    return calendar


def _told(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical())

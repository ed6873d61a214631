"""When somebody may be reached: every hour of every zone, also where the clocks change (J11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atrium.clients.reach.hours import (
    CLOSED,
    DAY,
    Opening,
    Quiet,
    quiet_of,
    spans_of,
    week_said,
)
from atrium.foundation.errors import Refusal

LONDON = ZoneInfo("Europe/London")
ZONES = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Santiago",
    "Africa/Cairo",
    "UTC",
]
OFFICE = ((9 * 60, 17 * 60),)
WEEKDAYS = (OFFICE,) * 5 + ((), ())
ENOUGH = settings(max_examples=150, deadline=None)

minutes = st.integers(0, DAY - 1)
spans = st.tuples(minutes, minutes).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: (pair,))
weeks = st.one_of(
    st.just(CLOSED),
    st.just(WEEKDAYS),
    st.tuples(*[st.one_of(st.just(()), spans) for _ in range(7)]),
)
quiets = st.one_of(
    st.none(),
    st.tuples(minutes, minutes)
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: Quiet(*pair)),
)
openings = st.builds(Opening, week=weeks, quiet=quiets)
# Around each change of the clocks in the zones above, and any time else.
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 - the zone follows
    st.integers(-2880, 2880).map(
        lambda minute: datetime(2026, 3, 29, 1) + timedelta(minutes=minute)  # noqa: DTZ001
    ),
    st.integers(-2880, 2880).map(
        lambda minute: datetime(2026, 10, 25, 1) + timedelta(minutes=minute)  # noqa: DTZ001
    ),
).map(lambda moment: moment.replace(tzinfo=UTC))


@ENOUGH
@given(opening=openings, at=moments, name=st.sampled_from(ZONES))
def test_j11_the_earliest_moment_is_allowed_and_not_before_it_was_asked(
    opening: Opening, at: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    found = opening.earliest(at, zone)
    if found is not None:
        assert found >= at
        wall = found.astimezone(zone)
        minute = wall.hour * 60 + wall.minute
        assert opening.quiet is None or not opening.quiet.holds(minute)
        if any(opening.week):
            assert any(a <= minute < b for a, b in opening.week[wall.weekday()])


@ENOUGH
@given(opening=openings, at=moments, name=st.sampled_from(ZONES))
def test_j11_no_minute_before_it_would_have_done(opening: Opening, at: datetime, name: str) -> None:
    zone, at = ZoneInfo(name), at.replace(second=0, microsecond=0)
    found = opening.earliest(at, zone)
    for step in range(2 * DAY):
        moment = at + timedelta(minutes=step)
        if opening.allows(moment.astimezone(zone)):
            assert found == moment
            return
    assert found is None or found >= at + timedelta(days=2)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2026-11-23T10:00", "Mon 10:00"),
        ("2026-11-23T18:00", "Tue 09:00"),
        ("2026-11-21T10:00", "Mon 09:00"),
        ("2026-03-27T18:00", "Mon 09:00"),
    ],
)
def test_j11_office_hours_in_london(asked: str, told: str) -> None:
    at = datetime.fromisoformat(asked).replace(tzinfo=LONDON)
    found = Opening(week=WEEKDAYS).earliest(at, LONDON)
    assert found is not None
    assert f"{found.astimezone(LONDON):%a %H:%M}" == told


def test_j11_an_hour_that_the_clocks_skip_begins_when_they_have_skipped_it() -> None:
    skipped = Opening(week=(((90, 180),),) * 7)
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert skipped.earliest(at, LONDON) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_j11_an_hour_that_comes_twice_is_quiet_twice() -> None:
    quiet = Opening(quiet=Quiet(60, 120))
    at = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    assert quiet.earliest(at, LONDON) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_j11_hours_wholly_within_the_quiet_ones_leave_no_moment() -> None:
    never = Opening(week=WEEKDAYS, quiet=Quiet(8 * 60, 18 * 60))
    assert never.earliest(datetime(2026, 11, 23, tzinfo=UTC), LONDON) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9-17", ((540, 1020),)),
        ("9–12, 13:30–17", ((540, 720), (810, 1020))),
        ("9am-5pm", ((540, 1020),)),
        ("08.30 bis 12", ((510, 720),)),
        ("closed", ()),
        ("", ()),
        ("0-24", ((0, 1440),)),
    ],
)
def test_j11_hours_are_read_as_people_write_them(typed: str, kept: object) -> None:
    assert spans_of(typed) == kept


@pytest.mark.parametrize("typed", ["x", "17-9", "9-25", "9:75-10", "9-12 11-13", "9-17 or so", "9"])
def test_j11_hours_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        spans_of(typed)


@pytest.mark.parametrize("typed", ["x", "9", "21-21", "25-8", "21-8, 9-10", "21:99-8"])
def test_j11_quiet_hours_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        quiet_of(typed)


def test_j11_a_week_is_told_in_words() -> None:
    assert week_said(WEEKDAYS) == "weekdays 9–17"
    assert (
        week_said(((), OFFICE, OFFICE, (), (), ((600, 735),), ())) == "Tue–Wed 9–17, Sat 10–12:15"
    )
    assert not week_said(CLOSED)
    assert str(quiet_of("21-8")) == "21–8"

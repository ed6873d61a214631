"""How someone stands with a client: from when until when, and below whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

LONGEST_TITLE = 120


def checked_title(text: str) -> str:
    """The job title with single spaces; refused when it is too long."""
    text = " ".join(text.split())
    if len(text) > LONGEST_TITLE:
        msg = gettext("A job title has at most {longest} characters; shorten it.").format(
            longest=LONGEST_TITLE
        )
        raise Refusal(msg, field="job_title")
    return text


def ended(began: date | None, day: date, today: date) -> date:
    """The day a link ended; refused where it is before its beginning or still to come."""
    if began and day < began:
        msg = gettext("The end cannot be before the beginning, {began}.").format(
            began=f"{spoken(began):%-d %b %Y}"
        )
        raise Refusal(msg, field="ended_on")
    if day > max(today, began or today):
        msg = gettext("The end is a day up to today; delink on the day it ends.")
        raise Refusal(msg, field="ended_on")
    return day


def stands(began: date | None, until: date | None) -> str:
    """From when until when somebody stands with a client, as the timeline tells it."""
    if until is None:
        return gettext("stands here from {began}").format(began=f"{spoken(began):%-d %b %Y}")
    return gettext("stands here from {began} until {until}").format(
        began=f"{spoken(began):%-d %b %Y}", until=f"{spoken(until):%-d %b %Y}"
    )


def span(began: date | None, until: date | None) -> str:
    """From when until when, as people say it: "2021-2023", "since 3 May 2021"."""
    if until is None:
        return gettext("since {began}").format(began=f"{spoken(began):%-d %b %Y}") if began else ""
    if began is None:
        return gettext("until {until}").format(until=f"{spoken(until):%-d %b %Y}")
    if began.year != until.year:
        return f"{began.year}\N{EN DASH}{until.year}"
    return (
        f"{spoken(began):%b} \N{EN DASH} {spoken(until):%b %Y}"
        if began.month != until.month
        else f"{spoken(until):%b %Y}"
    )


def in_a_circle(above: Mapping[int, int | None]) -> int | None:
    """A key that, going up, comes back to itself; None where every way up ends."""
    safe: set[int] = set()
    for start in above:
        way: list[int] = []
        key: int | None = start
        while key is not None and key not in safe:
            if key in way:
                return key
            way.append(key)
            key = above.get(key)
        safe.update(way)
    return None


class Placed(Protocol):
    """Somebody in a hierarchy."""

    @property
    def key(self) -> int: ...

    @property
    def above(self) -> int | None: ...


@dataclass
class Branch[T: Placed]:
    """Somebody with those below them."""

    of: T
    below: list[Branch[T]] = field(default_factory=list)


def tree[T: Placed](people: Iterable[T]) -> list[Branch[T]]:
    """The hierarchy from the top; who has nobody above them here stands at the top."""
    branches = {person.key: Branch(person) for person in people}
    top: list[Branch[T]] = []
    for branch in branches.values():
        above = branches.get(branch.of.above or 0)
        (above.below if above else top).append(branch)
    return top

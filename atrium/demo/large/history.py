"""What happened to the clients of a large organisation: when, to whom, and which of a few stories."""

from __future__ import annotations

import json
import random
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from atrium.calendar.events import TaskAdded, TaskDone
from atrium.clients.events import (
    ClientAdded,
    ContactLinked,
    DetailChanged,
    Flagged,
    OwnerChanged,
    PutOnHold,
    StatusChanged,
    TagAdded,
)
from atrium.conversations.events import NoteWritten
from atrium.timeline.kinds import Kind

BUSIEST, BUSY_EVENTS = 6, 100_000
DAY = 86_400
MOST_OF_ONE = 2_000
PARETO = 1.16  # four fifths of what happens happens to a fifth of the clients

_NOTES = (
    "Rang about the quote; wants to think it over until Friday.",
    "Met on site. Access by the side gate, ask for the caretaker.",
    "Asked for the paperwork again, sent by e-mail the same day.",
    "Happy with the last visit and may recommend us to a neighbour.",
    "Complained that nobody called back. Promised an answer by Monday.",
    "Prefers mornings. Never ring between one and two.",
)
_TASKS = ("Call back", "Send the quote", "Check the address", "Prepare the yearly review")
_CHANGES: tuple[Kind, ...] = (
    DetailChanged(field="industry", label="Industry", before="", after="Property"),
    DetailChanged(
        field="preferred_channel", label="Preferred channel", before="E-mail", after="Phone"
    ),
    DetailChanged(field="came_from", label="Came from", before="", after="Recommendation"),
    StatusChanged(before="Lead", after="Prospect"),
    StatusChanged(before="Prospect", after="Active"),
    OwnerChanged(before="nobody", after="Sam Staff"),
    TagAdded(tag="VIP"),
    ContactLinked(contact="Robin Example"),
)


class Story(NamedTuple):
    """A story as its columns have it, with the model of the row it is about."""

    kind: str
    strand: str
    particulars: str
    text: str
    about: str = ""


def _story(kind: Kind, about: str = "") -> Story:
    return Story(kind.code, str(kind.strand), json.dumps(kind.particulars()), kind.text(), about)


ADDED = 0
STORIES: tuple[Story, ...] = (
    _story(ClientAdded()),
    _story(PutOnHold(reason="An invoice is unpaid")),
    _story(Flagged(reason="Check the terms before you promise a date")),
    *(_story(NoteWritten(excerpt=text), "note") for text in _NOTES),
    *(_story(TaskAdded(title=title), "task") for title in _TASKS[:1]),
    *(_story(TaskDone(title=title), "done") for title in _TASKS),
    *(_story(change) for change in _CHANGES),
)  # fmt: skip
HELD, FLAGGED = 1, 2
# One client in 200 is on hold, one in 100 flagged: those with these remainders.
ON_HOLD, ON_FLAG = 3, 5
# How often each of the others is told, in 256.
_SHARES = {"note": 11, "task": 5, "done": 8, "": 19}
_DEAL = [number for number in range(3, len(STORIES)) for _ in range(_SHARES[STORIES[number].about])]


class Happening(NamedTuple):
    """One event: second since the beginning, place of the client, number of the story."""

    at: int
    client: int
    story: int


class History:
    """All events of an organisation in the order in which they happened.

    ``days`` says for each client how many days ago it came. There are ``events`` of them to the
    last one, and where there are enough, one client has a hundred thousand.
    """

    def __init__(self, days: Sequence[int], events: int, now: int, rng: random.Random) -> None:
        self.latest = array("q", (now - day * DAY for day in days))
        packed: list[int] = []
        draw, deal = rng.random, len(_DEAL)
        for client, count in enumerate(_counts(len(days), events, rng)):
            born = now - days[client] * DAY
            span = now - born
            second = (
                HELD if client % 200 == ON_HOLD else FLAGGED if client % 100 == ON_FLAG else None
            )
            for turn in range(count):
                at = born + int(span * draw()) if turn else born
                story = _DEAL[int(draw() * deal)]
                if turn == 0:
                    story = ADDED
                elif turn == 1 and second is not None:
                    story = second
                packed.append(at << 40 | client << 8 | story)
                self.latest[client] = max(self.latest[client], at)
        packed.sort()
        self._packed = packed

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Happening]:
        for one in self._packed:
            yield Happening(one >> 40, one >> 8 & 0xFFFFFFFF, one & 255)

    def about(self, what: str) -> int:
        """How many of the events are about a row of this model."""
        numbers = {number for number, story in enumerate(STORIES) if story.about == what}
        return sum(1 for one in self._packed if one & 255 in numbers)


def _counts(clients: int, events: int, rng: random.Random) -> list[int]:
    """How many events each client has: few of them most, all together exactly ``events``."""
    busy = BUSY_EVENTS if events >= 2 * BUSY_EVENTS and clients > BUSIEST else 0
    weights = [min(rng.paretovariate(PARETO), MOST_OF_ONE) for _ in range(clients)]
    share = (events - busy) / sum(weights) if clients else 0
    counts, owed = [], 0.0
    for weight in weights:
        owed += weight * share
        counts.append(int(owed))
        owed -= counts[-1]
    if clients:
        counts[-1] += events - busy - sum(counts)
        counts[BUSIEST if busy else 0] += busy
    return counts

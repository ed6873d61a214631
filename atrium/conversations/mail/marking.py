"""What stands in a message only where it is going: secrets of whom it is for, such as a link to answer by.

A message is read by all who see the client, so that what opens something for its receiver alone
is not kept with it: in its place stands a mark, which is filled in on the way out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from atrium.conversations.models import Message

type Fills = Callable[[Message, str], str]
MARKS: Registry[Fills] = Registry()
LONGEST_LINE = 75


def fills_marks(fill: Fills) -> Fills:
    """Let a function fill in its marks in a text of a message that leaves.

    Whoever writes e-mail can write a mark: it fills in nothing but what each receiver may have.
    """
    MARKS.add(f"{fill.__module__}.{fill.__qualname__}", fill)
    return fill


def filled(message: Message, text: str) -> str:
    """The text as its receivers get it."""
    for fill in MARKS:
        text = fill(message, text)
    return text


def filled_calendar(message: Message, text: str) -> str:
    """The same of a calendar, whose long lines are folded (RFC 5545, 3.1)."""
    whole = text.replace("\r\n ", "").replace("\r\n\t", "")
    new = filled(message, whole)
    return text if new == whole else "\r\n".join(_folded(line) for line in new.split("\r\n"))


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, none of them cut inside of a sign."""
    parts, room = [""], LONGEST_LINE
    for sign in line:
        room -= len(sign.encode())
        if room < 0:
            parts.append("")
            room = LONGEST_LINE - 1 - len(sign.encode())
        parts[-1] += sign
    return "\r\n ".join(parts)

"""What members can hear about, as the page of preferences groups it."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.foundation.registry import Registry
from atrium.organisations.permissions import Can


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Kinds of event that a member switches on or off together.

    ``in_app`` and ``email`` say how it is before the member chooses. ``needs`` is what a member
    must be allowed to, beside seeing the client.
    """

    code: str
    label: str
    text: str
    icon: str
    order: int
    in_app: bool = True
    email: bool = False
    needs: Can = Can.CLIENTS_SEE


TOPICS: Registry[Topic] = Registry()


def topic(topic: Topic) -> Topic:
    """Make it known to the page of preferences; a code that is taken raises ValueError."""
    TOPICS.add(topic.code, topic)
    return topic

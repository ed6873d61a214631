"""What becomes of conversations that wait. The words of nobody stand in here (X10)."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class ConversationAssigned(Kind):
    """Somebody is to answer; ``member`` is their key, 0 where nobody is any more."""

    code = "message.assigned"
    called = gettext_lazy("Conversation given")
    sentence = gettext_lazy("{actor} gave a conversation to {whom}")
    icon = "user-round-check"
    strand = Strand.WORK

    whom: str
    member: int = 0


@dataclass(frozen=True, kw_only=True)
class ConversationDone(Kind):
    """Nothing is left to answer, and nothing was sent."""

    code = "message.done"
    called = gettext_lazy("Conversation closed")
    sentence = gettext_lazy("{actor} closed a conversation: nothing is left to answer")
    icon = "circle-check"
    strand = Strand.WORK

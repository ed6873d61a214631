"""How an SMS ends, and what is told of each end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.conversations.models.message_state import Direction, State
from atrium.conversations.sms_events import SmsFailed, SmsSent, SmsUnsure

if TYPE_CHECKING:
    from atrium.conversations.models.sms import Sms
    from atrium.timeline.kinds import Kind

ENDS: dict[str, type[Kind]] = {
    State.SENT: SmsSent,
    State.DELIVERED: SmsSent,
    State.FAILED: SmsFailed,
    State.UNKNOWN: SmsUnsure,
}
# Between these a message stands when its provider can have news of it.
_OUT_THERE = (State.QUEUED, State.LEAVING, State.UNKNOWN)


def is_news(sms: Sms, state: State | None, *, newest: bool) -> bool:
    """Whether this end is further than what is known; ``newest``: it is of the last attempt."""
    if state is None or sms.direction != Direction.OUT or sms.state == state:
        return False
    if state == State.DELIVERED:
        return True
    if state == State.SENT:
        return sms.state in _OUT_THERE
    return newest and sms.state in {*_OUT_THERE, State.SENT}

"""That nothing is delivered to a client on hold, whichever way it was to go (B09, X08)."""

from __future__ import annotations

from atrium.clients import causes
from atrium.clients.models import Client, Hold
from atrium.clients.models.hold import checked_reason
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.permissions import Can
from atrium.projects.events import HoldOverridden
from atrium.timeline.acting import Acting


def hold_of(client: Client) -> Hold | None:
    """The hold that stands, if one does."""
    found: Hold | None = Hold.objects.filter(client=client, lifted_at=None).first()
    return found


def refuse_held(client: Client, act: Acting, *, override: str = "", known: str = "") -> str:
    """Refuse while the client is on hold; answers why it may leave all the same, or nothing.

    The client is locked, so that no hold is placed meanwhile. ``override`` is given by who acts, who
    must be allowed to, and is told; ``known`` is one that was given and told before.
    """
    hold = hold_of(client)
    if hold is None or known:
        return known
    if not override.strip():
        msg = gettext(
            "{client} is on hold: {reason}. Nothing is delivered until it is taken off hold."
        ).format(client=client, reason=hold.reason)
        raise Refusal(msg, cause=causes.ON_HOLD, steps=(causes.open_client(client),))
    if act.by is None or not act.by.can(Can.HOLDS_OVERRIDE):
        msg = gettext("{client} is on hold, and you may not send to clients on hold.").format(
            client=client
        )
        raise Refusal(msg, field="override", cause=causes.ON_HOLD)
    reason = checked_reason(override)
    act.record(HoldOverridden(reason=reason, hold=hold.reason), client=client)
    return reason

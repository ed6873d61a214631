"""Nobody loses sight of a client by their own change without being told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting, acting


@contextmanager
def told_of_losing(client: Client, *, by: Member, sure: bool, label: str) -> Iterator[Acting]:
    """An act that is refused where ``by`` would not see the client any more, unless they are sure."""
    with acting(by=by, label=label) as act:
        yield act
        if not sure and not sees(by, client):
            msg = gettext(
                "After this you no longer see {client}: it is open to its owner, its team and those named only. Tick the box to go on."
            ).format(client=client)
            raise Refusal(msg, field="sure")


def sees(member: Member, client: Client) -> bool:
    return bool(Client.objects.visible_to(member).filter(pk=client.pk).exists())

"""Messages that came back: said on the message, and where the address is wrong, on the address."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.models import Point
from atrium.clients.models.point import PointKind
from atrium.conversations.events import MessageFailed
from atrium.conversations.mail.letters_in import Bounce
from atrium.conversations.models import Direction, Message, Party, State
from atrium.foundation.translation import gettext
from atrium.timeline.acting import acting


def mark(bounces: Iterable[Bounce]) -> None:
    """Mark what a mail server reports, each receiver for itself.

    Only of a message that left here, by its Message-ID, which nobody guesses, and only of those it
    went to: a forged report says nothing.
    """
    for bounce in bounces:
        sent = Message.objects.filter(message_id=bounce.message_id, direction=Direction.OUT)
        message = sent.filter(author__isnull=False).first() if bounce.message_id else None
        if message is None:
            continue
        hit = message.parties.receiving().filter(address_key=bounce.address.casefold())
        if hit.filter(refusal="").update(refusal=bounce.reason[:500]):
            _came_back(message, bounce)


def _came_back(message: Message, bounce: Bounce) -> None:
    if not message.parties.receiving().filter(refusal="").exists():
        Message.objects.filter(pk=message.pk).update(
            state=State.BOUNCED, problem=bounce.reason[:500]
        )
    story = MessageFailed(
        receivers=message.parties.receiving().count(), files=message.attachments.count()
    )
    quiet = not Message.objects.filter(pk=message.pk).seen_by_others().exists()
    with acting(by=message.author, label=gettext("An e-mail came back")) as act:
        for filing in message.filings.select_related("client"):
            act.record(story, client=filing.client, subject=message, quiet=quiet)
        if bounce.for_good:
            same = Point.objects.filter(kind=PointKind.EMAIL, normal=bounce.address.casefold())
            for point in act.lock_many(same.filter(sound=True)):
                act.change(point, sound=False)
    Party.objects.filter(message=message, address_key=bounce.address.casefold()).update(
        taken_at=None
    )

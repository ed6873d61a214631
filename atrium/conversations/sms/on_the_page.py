"""What SMS hang on the client page: the composer and the cards in the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients.events_seen import open_where, seen_where, seen_with
from atrium.clients.page import Context, action
from atrium.clients.telling import card
from atrium.conversations.mail import sight
from atrium.conversations.mail.mailbag import letter
from atrium.conversations.mail.parts import parts_seen
from atrium.conversations.sms.composing import opened
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.sight import veiled
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.organisations.middleware import MemberRequest
    from atrium.timeline.models import Event

seen_with("sms", Can.MAIL_SEE)
seen_where("sms", sight.known_to)
open_where("sms", sight.open_to_others)
veiled("sms", sight.may_know)

action(
    slug="sms",
    label=gettext_lazy("Write an SMS"),
    icon="message-square",
    order=16,
    needs=Can.MAIL_SEND,
    url_name="sms-new",
    dialog=False,
    when=lambda client: not client.is_archived,
)


@card(
    "sms.sent", "sms.failed", "sms.unsure", "sms.received", template="conversations/sms/told.html"
)
def told(portrait: Portrait, events: list[Event]) -> dict[int, Any]:
    """The SMS themselves, each at the level of who reads; how it ended last has the card."""
    newest: dict[int, int] = {}
    for event in events:
        if event.subject_id:
            newest[event.subject_id] = max(event.pk, newest.get(event.subject_id, 0))
    rows = parts_seen(portrait.member, newest)
    return {newest[m.pk]: {"letter": letter(portrait, m)} for m in rows}


def composer(request: MemberRequest, portrait: Portrait) -> Context:
    """The composer for SMS where the address asks for it."""
    may = portrait.member.can(Can.MAIL_SEND) and not portrait.client.is_archived
    if not may or "sms" not in request.GET:
        return {}
    return {"sms": opened(portrait.client, portrait.member, request.GET)}

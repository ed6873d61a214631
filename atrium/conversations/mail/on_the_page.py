"""What mail hangs on the client page: the composer, the cards in the story, the Mail tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients.page import Context, action, tab
from atrium.clients.telling import card
from atrium.conversations.mail.composing import opened
from atrium.conversations.mail.mailbag import Mailbag, letter
from atrium.conversations.mail.parts import parts_seen
from atrium.conversations.models import Level
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.organisations.middleware import MemberRequest
    from atrium.timeline.models import Event

ENDS = ("message.sent", "message.failed", "message.unsure", "message.received")
LEVELS = [(level.value, level.label) for level in Level][::-1]

action(
    slug="mail",
    label=gettext_lazy("Write an e-mail"),
    icon="mail",
    order=15,
    needs=Can.MAIL_SEND,
    url_name="mail-new",
    dialog=False,
    when=lambda client: not client.is_archived,
)


@card(*ENDS, template="conversations/mail/told.html")
def told(portrait: Portrait, events: list[Event]) -> dict[int, Any]:
    """The messages themselves, each at the level of who reads; how it ended last has the card."""
    newest: dict[int, int] = {}
    for event in events:
        if event.subject_id:
            newest[event.subject_id] = max(event.pk, newest.get(event.subject_id, 0))
    rows = parts_seen(portrait.member, newest)
    return {newest[m.pk]: {"letter": letter(portrait, m), "levels": LEVELS} for m in rows}


def composer(request: MemberRequest, portrait: Portrait) -> Context:
    """The composer for e-mail where the address asks for it."""
    may = portrait.member.can(Can.MAIL_SEND) and not portrait.client.is_archived
    if not may or "mail" not in request.GET:
        return {"may_mail": may}
    return {"may_mail": may, "mail": opened(portrait.client, portrait.member, request.GET)}


@tab(
    slug="mail",
    label=gettext_lazy("Mail"),
    order=28,
    needs=Can.MAIL_SEE,
    template="conversations/mail/tab.html",
)
def mail(request: MemberRequest, portrait: Portrait) -> Context:
    return {
        "bag": Mailbag.of(portrait, request.GET),
        "levels": LEVELS,
        "may_mail": composer(request, portrait)["may_mail"],
    }

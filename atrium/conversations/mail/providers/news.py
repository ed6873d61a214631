"""What a provider tells of messages that left by it: read and checked by django-anymail's own views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from anymail.signals import EventType
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.db import transaction
from django.utils import timezone

from atrium.conversations.mail.bouncing import mark
from atrium.conversations.mail.letters_in import Bounce
from atrium.conversations.mail.servers import wire
from atrium.conversations.models import Direction, Mailbox, Message, State
from atrium.conversations.models.mailbox_provider import MailProvider
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

CAME_BACK = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.COMPLAINED}
# Postmark calls an address wrong by the kind of the bounce, Mailgun by how severe it is.
FOR_GOOD = {"HardBounce", "BadEmailAddress"}


def checked(box: Mailbox, signing: str, request: HttpRequest) -> list[Any]:
    """The events in the request.

    Raises AnymailWebhookValidationFailure where the provider did not sign it, and ValueError,
    LookupError, TypeError or AttributeError where it does not read as its news do.
    """
    view: Any
    if box.provider == MailProvider.MAILGUN:
        view = MailgunTrackingWebhookView(webhook_signing_key=signing, webhook_secret=[])
    else:
        view = PostmarkTrackingWebhookView(webhook_secret=signing)
    view.run_validators(request)
    return list(view.parse_events(request))


def learn(box: Mailbox, events: Iterable[Any]) -> None:
    """Mark what came back, each receiver once, however often it is told."""
    for event in events:
        message = _message(box, event)
        party = message and _party(message, str(event.recipient or ""))
        if not message or not party:
            continue
        with transaction.atomic():
            _arrived(message, party)
            if event.event_type in CAME_BACK:
                mark([_bounce(message, party, event)])


def _message(box: Mailbox, event: Any) -> Message | None:
    """The message meant, if it left by this mailbox."""
    rows: Any = Message.objects.filter(direction=Direction.OUT).select_related("mailbox__through")
    if box.provider == MailProvider.MAILGUN:
        named = str(event.message_id or "").strip("<>")
        found = rows.filter(message_id=named).first() if named else None
    else:
        try:
            key = UUID(str((event.metadata or {}).get("message", "")))
        except ValueError:
            return None
        found = rows.filter(public_id=key).first()
    if found is None or found.mailbox is None or found.mailbox.carrier.pk != box.pk:
        return None
    return found  # type: ignore[no-any-return]


def _party(message: Message, address: str) -> Any:
    wanted = address.casefold()
    receiving = message.parties.receiving()
    return next((each for each in receiving if wire(each.address).casefold() == wanted), None)


def _arrived(message: Message, party: Any) -> None:
    """Whatever is told of it, the provider had taken it: an end that nobody knew is known now."""
    rows = Message.objects.filter(pk=message.pk, state=State.UNKNOWN)
    if rows.update(state=State.SENT, problem="", told_at=None):
        message.parties.receiving().filter(taken_at=None).update(taken_at=timezone.now())
        message.refresh_from_db()
        message.tell()


def _bounce(message: Message, party: Any, event: Any) -> Bounce:
    told = event.esp_event
    severe = told.get("event-data", {}).get("severity") == "permanent"
    if event.event_type == EventType.COMPLAINED:
        reason = gettext("The receiver reported it as spam.")
    else:
        reason = str(
            event.mta_response or event.description or gettext("The provider did not say why.")
        )
    return Bounce(
        message_id=message.message_id,
        address=party.address,
        reason=" ".join(reason.replace("\x00", "").split())[:500],
        for_good=event.event_type == EventType.BOUNCED and (severe or told.get("Type") in FOR_GOOD),
    )

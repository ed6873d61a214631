"""The mail that tells a member of an event."""

from __future__ import annotations

from html import unescape
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags

from atrium.notifications.models import Delivery, Notification
from atrium.notifications.sight import may_see

LONGEST_SUBJECT = 150


def send(key: int) -> None:
    """Send the mail once, unless it was claimed, or the member may not know of it any more.

    Raises what the mail server said where it did not take the mail.
    """
    delivery = _open(key)
    if delivery is None or not _still_concerns(delivery):
        return
    letter = letter_of(delivery)
    with mailers.default as server:
        if not delivery.claim():
            return
        try:
            server.send_messages([letter])
        except (SMTPRecipientsRefused, SMTPResponseException):
            delivery.release()
            raise
    delivery.mark_sent()


def _open(key: int) -> Delivery | None:
    rows = Delivery.objects.filter(pk=key, claimed_at=None)
    found: Delivery | None = rows.select_related(
        "organisation", "member__user", "event__client", "event__actor", "event__organisation"
    ).first()
    return found


def _still_concerns(delivery: Delivery) -> bool:
    return delivery.member.is_active and may_see(delivery.member, delivery.event)


def letter_of(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail as plain text with a simple page beside it; its Message-ID never changes."""
    facts = _facts(delivery)
    subject = " ".join(f"{delivery.event.client}: {facts['text']}".split())[:LONGEST_SUBJECT]
    letter = EmailMultiAlternatives(
        subject,
        render_to_string("notifications/mail/letter.txt", facts),
        None,
        [delivery.member.user.email],
        headers={
            "Message-ID": message_id(delivery),
            "List-Unsubscribe": f"<{facts['settings_url']}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    letter.attach_alternative(
        render_to_string("notifications/mail/letter.html", facts), "text/html"
    )
    return letter


def message_id(delivery: Delivery) -> str:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<notification.{delivery.public_id}@{host}>"


def _facts(delivery: Delivery) -> dict[str, object]:
    slug, event = delivery.organisation.slug, delivery.event
    others = Notification.objects.of(delivery.member).filter(event__act=delivery.act_id)
    path = reverse("notification-event", args=[slug, event.pk])
    return {
        "delivery": delivery,
        "event": event,
        "text": unescape(strip_tags(event.sentence)),
        "more": delivery.act_id is not None and others.exclude(event=event).exists(),
        "url": f"{settings.BASE_URL}{path}",
        "list_url": f"{settings.BASE_URL}{reverse('notifications', args=[slug])}",
        "settings_url": f"{settings.BASE_URL}{reverse('notification-settings', args=[slug])}",
    }

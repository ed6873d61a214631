"""The mail that tells a member of an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from atrium.notifications.models import Delivery, Notification
from atrium.notifications.sight import may_see

LONGEST_SUBJECT = 150


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an app says in the mail of its event beside the sentence.

    ``quote`` is what somebody wrote, ``reply_to`` the address that takes the answer, ``above`` the
    line under which it is quoted; mails of one ``thread`` stand together in mail programs.
    """

    quote: str = ""
    reply_to: str = ""
    above: str = ""
    thread: str = ""


type Say = Callable[[Delivery], Words]
_SAYING: dict[str, Say] = {}


def letter_words(kind: str) -> Callable[[Say], Say]:
    """Let the function say what stands in the mails of events of this kind."""

    def register(say: Say) -> Say:
        _SAYING[kind] = say
        return say

    return register


def send(key: int) -> None:
    """Send the mail once, unless it was claimed, or the member may not know of it any more.

    Raises what the mail server said where it did not take the mail.
    """
    delivery = _open(key)
    if delivery is None or not _still_concerns(delivery):
        return
    with translation.override(delivery.member.language):
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
    say = _SAYING.get(delivery.event.kind)
    words = say(delivery) if say else Words()
    facts = _facts(delivery) | {"words": words}
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
            **_threaded(words),
        },
        reply_to=[words.reply_to] if words.reply_to else None,
    )
    letter.attach_alternative(
        render_to_string("notifications/mail/letter.html", facts), "text/html"
    )
    return letter


def _threaded(words: Words) -> dict[str, str]:
    place = f"<{words.thread}@{_host()}>"
    return {"In-Reply-To": place, "References": place} if words.thread else {}


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def message_id(delivery: Delivery) -> str:
    return f"<notification.{delivery.public_id}@{_host()}>"


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

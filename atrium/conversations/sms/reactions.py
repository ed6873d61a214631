"""Who hears of SMS: those who look after the client, and who wrote the one that failed."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.reactions import looking_after
from atrium.conversations.models import Sms
from atrium.conversations.sms_events import SmsFailed, SmsReceived, SmsUnsure
from atrium.conversations.told_once import unaware
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

CAME_IN = topic(
    Topic(
        code="sms-received",
        label=gettext_lazy("SMS that come in"),
        text=gettext_lazy("A client you look after, or to whom you wrote last, sent an SMS."),
        icon="message-square-text",
        order=22,
        needs=Can.MAIL_SEE,
        email=True,
    )
)
NOT_SENT = topic(
    Topic(
        code="sms-failed",
        label=gettext_lazy("SMS that fail"),
        text=gettext_lazy("An SMS you wrote was not delivered, or nobody knows whether it was."),
        icon="message-square-warning",
        order=23,
        needs=Can.MAIL_SEND,
    )
)


@tell(SmsReceived, topic=CAME_IN)
def came_in(event: Event) -> Iterable[Member | None]:
    """Who looks after the client, who wrote last in its thread, who is to answer; once until they look."""
    found = list(looking_after(event))
    rows = Sms.objects.filter(pk=event.subject_id).select_related("thread__assignee")
    for sms in rows:
        wrote = Sms.objects.filter(thread=sms.thread_id, author__isnull=False)
        last = wrote.select_related("author").order_by("-at", "-id").first()
        found += [last.author if last else None, sms.thread.assignee]
        found = unaware(sms.thread_id, found)
    return found


@tell(SmsFailed, SmsUnsure, topic=NOT_SENT)
def not_sent(event: Event) -> Iterable[Member | None]:
    return [sms.author for sms in Sms.objects.filter(pk=event.subject_id).select_related("author")]

"""What the inbox hangs elsewhere: the sidebar, home, the list of clients, the client page, notifications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.urls import reverse

from atrium.clients.field_sort import Keys
from atrium.clients.highlights import Highlight, highlight
from atrium.clients.list_order import Sort, sort_by
from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.kinds import YesNo
from atrium.clients.page import Attention, Fact, Figure, attention, fact
from atrium.clients.taking_back import HIDDEN_FROM, NEEDS, Need
from atrium.clients.telling import NO_UNDO
from atrium.conversations.events import MessageReceived
from atrium.conversations.inbox import longest_waiting, waiting_threads
from atrium.conversations.inbox_events import ConversationAssigned
from atrium.conversations.mail import sight
from atrium.conversations.models import Holding, Thread, Unanswered
from atrium.conversations.told_once import unaware
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.clients.value_types import Where
    from atrium.organisations.middleware import MemberRequest
    from atrium.timeline.models import Event

ON_A_CARD = 6

HIDDEN_FROM["conversations.unanswered"] = sight.hidden_in
NEEDS["conversations.unanswered"] = NEEDS["conversations.thread"] = Need("messages", Can.MAIL_SEND)
NO_UNDO.update(("message.done", "message.assigned"))

RECEIVED = topic(
    Topic(
        code="mail-received",
        label=gettext_lazy("E-mail from your clients"),
        text=gettext_lazy(
            "A client of yours writes, or somebody writes to your own mailbox. Once for each conversation."
        ),
        icon="inbox",
        order=11,
        needs=Can.MAIL_SEE,
    )
)
ASSIGNED = topic(
    Topic(
        code="conversation-assigned",
        label=gettext_lazy("Conversations given to you"),
        text=gettext_lazy("A colleague lets you answer a client."),
        icon="user-round-check",
        order=13,
        needs=Can.MAIL_SEND,
        email=True,
    )
)


def _mine(request: MemberRequest) -> QuerySet[Thread]:
    rows: QuerySet[Thread] = waiting_threads(request.member)
    return rows


nav_item(
    label=gettext_lazy("Inbox"),
    icon="inbox",
    url_name="inbox",
    order=5,
    group=WORK,
    needs=Can.MAIL_SEE,
    count=_mine,
)


@dashboard_card(
    slug="waiting",
    side="main",
    order=15,
    needs=Can.MAIL_SEE,
    template="conversations/dashboard/waiting.html",
)
def waiting(request: MemberRequest) -> dict[str, Any] | None:
    """The clients who wait for an answer, the longest first (V03)."""
    lines = longest_waiting(request.member, ON_A_CARD)
    return {"waiting": lines, "organisation": request.member.organisation} if lines else None


def _rows(**which: Any) -> Any:
    rows: Any = Unanswered.objects.open().known_to_all().filter(**which)
    return rows


def _waiting_since(organisation: Organisation) -> dict[str, Combinable]:
    first = _rows(client=OuterRef("pk")).order_by("at")
    return {
        "waiting_since": Subquery(first.values("at")[:1]),
        "waiting_in": Subquery(first.values("thread__public_id")[:1]),
    }


def _shown(client: Any, organisation: Organisation) -> Figure:
    at = client.waiting_since
    if at is None:
        return Figure(
            value=gettext("Nobody waits"), reason=gettext("Every word is answered"), url=""
        )
    day = organisation.local(at)
    url = f"{client.get_absolute_url()}mail/"
    return Figure(
        value=f"{spoken(day):%-d %b}",
        reason=gettext("Since {day}").format(day=f"{spoken(day):%a %-d %b %Y, %H:%M}"),
        tone="warn",
        url=url,
    )


fact(
    Fact(
        slug="waiting_since",
        label=gettext_lazy("Waiting for an answer since"),
        order=15,
        needs=Can.MAIL_SEE,
        parts=_waiting_since,
        shown=_shown,
        header=False,
    )
)

sort_by(
    Sort(
        slug="waiting_since",
        label=gettext_lazy("Waiting longest"),
        field="",
        walked=lambda _: Keys(_rows().first_of_each_client(), "at"),
        needs=Can.MAIL_SEE,
        scope="messages:read",
    )
)


def _waits(where: Where) -> Answer:
    return Answer(rows=_rows(), several=True)


criterion(
    YesNo(
        slug="waiting",
        label=gettext_lazy("Waiting for an answer"),
        section=gettext_lazy("Activity and figures"),
        needs=Can.MAIL_SEE,
        holds=_waits,
    )
)


@highlight
def waiting_client(portrait: Portrait) -> Highlight | None:
    """The word of theirs that waits longest for one of ours."""
    client = portrait.client
    at = getattr(client, "waiting_since", None)
    if at is None or client.is_archived or not portrait.member.can(Can.MAIL_SEE):
        return None
    return Highlight(
        icon="inbox",
        kind=gettext("In a conversation"),
        title=gettext("Waits for an answer"),
        when=gettext("since {time}").format(time=f"{spoken(client.organisation.local(at)):%-d %b}"),
        url=reverse("inbox-conversation", args=[client.organisation.slug, client.waiting_in]),
        order=10,
        tone="warn",
    )


@attention
def waits(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """A client whose last word nobody answered."""
    client = portrait.client
    at = getattr(client, "waiting_since", None)
    if at is None or client.is_archived or not portrait.member.can(Can.MAIL_SEE):
        return []
    day = client.organisation.local(at)
    url = reverse("client-tab", args=[client.organisation.slug, client.number, "mail"])
    return [
        Attention(
            icon="inbox",
            title=gettext("Waits for an answer"),
            reason=gettext("Since {day}").format(day=f"{spoken(day):%a %-d %b, %H:%M}"),
            tone="warn",
            action=gettext("Read"),
            url=url,
            order=8,
            dialog=False,
        )
    ]


@tell(MessageReceived, topic=RECEIVED)
def who_answers(event: Event) -> Iterable[Member | None]:
    """Who is to answer, who owns the client, whose mailbox it is: unless they know of the thread already."""
    rows: Any = Unanswered.objects.open().filter(message=event.subject_id, client=event.client_id)
    row = rows.select_related("thread__assignee", "client__owner").first()
    if row is None:
        return []
    held = Holding.objects.filter(message=event.subject_id).select_related("mailbox__member")
    some = [row.thread.assignee, row.client.owner, *(each.mailbox.member for each in held)]
    return unaware(row.thread_id, some)


@tell(ConversationAssigned, topic=ASSIGNED)
def assignee(event: Event) -> Iterable[Member | None]:
    """Who is to answer now."""
    return list(Member.objects.filter(pk=event.particulars.get("member", 0)))

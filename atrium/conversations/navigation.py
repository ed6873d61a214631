"""What notes and calls add to the menu, to the dashboard and to the settings."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from atrium.clients.models import Client
from atrium.conversations.mentions_of import mentions_of
from atrium.conversations.models import Call, Note
from atrium.foundation.navigation import UPKEEP, WORK, nav_item
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.notifications.digest import Line, Section, digest_section
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.organisations.settings_pages import settings_page

ON_A_CARD = 8

nav_item(
    label=gettext_lazy("Mail to sort"),
    icon="mail-question-mark",
    url_name="mail-sorting",
    order=10,
    group=UPKEEP,
    needs=Can.MAIL_SEND,
)


def _waiting(request: MemberRequest) -> QuerySet[Call]:
    """The calls of unknown numbers that wait to be assigned."""
    rows: QuerySet[Call] = Call.objects.unassigned_to(request.member)
    return rows


nav_item(
    label=gettext_lazy("Calls"),
    icon="phone",
    url_name="calls",
    order=50,
    group=WORK,
    needs=Can.CALLS_SEE,
    count=_waiting,
)

settings_page(
    label=gettext_lazy("Note templates"),
    icon="sticky-note",
    url_name="note-templates",
    order=150,
    needs=Can.LEXICON_EDIT,
    text=gettext_lazy("Notes that begin with words already there."),
    words="snippets boilerplate canned text",
    kept=("conversations.notetemplate",),
)

settings_page(
    label="SMS",
    icon="message-square",
    url_name="sms-numbers",
    order=120,
    needs=Can.MAILBOXES_MANAGE,
    text=gettext_lazy("The numbers that SMS are sent from, their provider and who may use them."),
    words="text messages phone numbers mobile provider gateway",
    kept=("conversations.smsnumber", "conversations.smsnumberteam"),
)

settings_page(
    label=gettext_lazy("Message templates"),
    icon="layout-template",
    url_name="message-templates",
    order=140,
    needs=Can.LEXICON_EDIT,
    text=gettext_lazy("E-mails and SMS that begin with words already there."),
    words="snippets boilerplate canned text mail email",
    kept=("conversations.messagetemplate",),
)

settings_page(
    label=gettext_lazy("Mailboxes"),
    icon="mail",
    url_name="mailboxes",
    order=110,
    needs=Can.MAIL_SEND,
    text=gettext_lazy("The addresses that mail is read and sent by, yours and shared ones."),
    words="email mail imap smtp inbox server google microsoft outlook signature",
    kept=("conversations.mailbox", "conversations.mailboxteam"),
)


@dashboard_card(
    slug="note-reminders",
    side="main",
    order=25,
    needs=Can.NOTES_SEE,
    template="conversations/dashboard/reminders.html",
)
def reminders(request: MemberRequest) -> dict[str, Any] | None:
    """The reminders of one's own notes, those that have come first (R13)."""
    member, now = request.member, timezone.now()
    notes = _of(member, _reminders(member=member))
    local = member.organisation.local
    found = [(note, local(at), at <= now) for note in notes if (at := note.remind_at)]
    return {"reminders": found} if found else None


@dashboard_card(
    slug="note-escalations",
    side="side",
    order=10,
    needs=Can.NOTES_SEE,
    template="conversations/dashboard/escalations.html",
)
def escalations(request: MemberRequest) -> dict[str, Any] | None:
    """What is escalated and not resolved, the longest waiting first (J13)."""
    member = request.member
    notes = _of(member, _escalations(member=member))
    local = member.organisation.local
    return {"escalations": [(note, local(note.written_at)) for note in notes]} if notes else None


@prepared()
def _reminders(*, member: Member) -> Any:
    rows = Note.objects.visible_to(member).kept().filter(author=member, remind_at__isnull=False)
    return rows.order_by("remind_at", "id").select_related("client")[:ON_A_CARD]


@prepared()
def _escalations(*, member: Member) -> Any:
    rows = Note.objects.visible_to(member).open_escalations()
    rows = rows.filter(client__in=Client.objects.live())
    return rows.order_by("written_at", "id").select_related("client")[:ON_A_CARD]


def _of(member: Member, notes: list[Note]) -> list[Note]:
    """The notes, whose clients are of the member's organisation."""
    for note in notes:
        note.client.organisation = member.organisation
    return notes


@dashboard_card(
    slug="mentions",
    side="side",
    order=8,
    needs=Can.CLIENTS_SEE,
    template="conversations/dashboard/mentions.html",
)
def mentions(request: MemberRequest) -> dict[str, Any] | None:
    """Where colleagues named you lately; what you have not read stands first."""
    found = mentions_of(request.member)
    return {"mentions": found} if found else None


@digest_section(order=30, needs=Can.CLIENTS_SEE)
def unread_mentions(member: Member) -> Section | None:
    """Where colleagues named you and you have not looked."""
    lines = [
        Line(str(told.event.particulars.get("excerpt", ""))[:120], str(told.event.client), path)
        for told, _, path in mentions_of(member)
        if told.read_at is None and told.event
    ]
    return Section(gettext("You are named"), lines) if lines else None

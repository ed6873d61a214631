"""One conversation opened in the inbox: what was said, and the composer of the channel it came by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.http import QueryDict
from django.utils import timezone

from atrium.clients import lexicon
from atrium.clients.activity import Cursor
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.conversations.conversation import Conversation
from atrium.conversations.mail import composing
from atrium.conversations.mail.forms import MOMENTS
from atrium.conversations.mail.mailbag import Letter, letter
from atrium.conversations.mail.parts import with_parts
from atrium.conversations.models import Channel, Direction, Level, Message, Unanswered
from atrium.conversations.sms import composing as texting
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared

if TYPE_CHECKING:
    from atrium.organisations.models import Member, Organisation

MOST = 20
MORNING = time(8)
WHENS = [
    ("later", gettext_lazy("In three hours")),
    ("tomorrow", gettext_lazy("Tomorrow morning")),
    ("monday", gettext_lazy("Next Monday")),
    ("week", gettext_lazy("In a week")),
]


@dataclass
class Opened:
    """A page of the messages of the thread, the newest first, as far as the reader sees them."""

    talk: Conversation
    client: Client
    letters: list[Letter]
    people: list[Member] = field(default_factory=list)
    mail: Any = None
    sms: Any = None
    replies_to: str = ""
    earlier: str = ""

    @classmethod
    def of(cls, talk: Conversation, query: QueryDict) -> Opened | None:
        """None where no client it is filed to is one that the reader sees."""
        member = talk.member
        client = next(iter(talk.clients), None) or _client_of(talk)
        if client is None:
            return None
        client.organisation = member.organisation
        portrait = Portrait(client, member)
        before = Cursor.read(query.get("said", ""))
        if before is None:
            said = _newest(member=member, thread=talk.thread.pk)
        else:
            said = list(_said(member, talk.thread.pk, before))
        letters = [letter(portrait, message) for message in said[:MOST]]
        asked = next((m for m in letters if m.mine and _is_in(m)), None)
        for each in letters:
            # What is done with a single message is done on the client's page.
            each.mine = False
        people = [m for m in lexicon.of(member.organisation).active_members if m.can(Can.MAIL_SEND)]
        last = said[MOST - 1] if len(said) > MOST else None
        found = cls(talk, client, letters, people)
        found.earlier = str(Cursor(last.at, last.pk)) if last else ""
        if asked is not None and talk.rows and member.can(Can.MAIL_SEND):
            found.replies_to = asked.seen.key
            if "reply" in query:
                found.compose(asked, everyone="all" in query)
        return found

    def compose(self, asked: Letter, *, everyone: bool) -> None:
        """Open the composer of the channel that the client used."""
        query = QueryDict(f"reply={asked.seen.key}{'&all=' if everyone else ''}")
        if asked.seen.channel == Channel.SMS:
            self.sms = texting.opened(self.client, self.talk.member, query)
        else:
            self.mail = composing.opened(self.client, self.talk.member, query)

    @property
    def title(self) -> str:
        """What it is about, as far as the reader sees it."""
        if self.letters and self.letters[0].seen.channel == Channel.SMS:
            return gettext("SMS with {other}").format(other=self.letters[0].other)
        return next((m.seen.subject for m in self.letters if m.seen.subject), "") or gettext(
            "E-mail"
        )

    @property
    def since(self) -> datetime | None:
        """Since when the client waits, by the clock of the organisation."""
        rows = self.talk.rows
        return self.client.organisation.local(rows[-1].at) if rows else None

    @property
    def is_unread(self) -> bool:
        keys = [row.pk for row in self.talk.rows]
        rows: Any = Unanswered.objects.filter(pk__in=keys)
        return bool(keys) and bool(rows.unread_by(self.talk.member).exists())


@prepared()
def _newest(*, member: Member, thread: int) -> Any:
    return _said(member, thread)


def _said(member: Member, thread: int, before: Cursor | None = None) -> Any:
    """A page of what was said in the thread, and one more."""
    rows: Any = Message.objects.visible_to(member).said().filter(thread=thread)
    if before is not None:
        rows = rows.filter(TupleLessThan(Tuple("at", "id"), tuple(before)))
    return with_parts(rows).order_by("-at", "-id")[: MOST + 1]


def _is_in(one: Letter) -> bool:
    return one.seen.direction == Direction.IN and one.seen.level == Level.ALL


def _client_of(talk: Conversation) -> Client | None:
    seen = Client.objects.visible_to(talk.member).filter(filings__message__thread=talk.thread)
    client: Client | None = seen.order_by("pk").first()
    return client


def moment(when: str, organisation: Organisation) -> datetime:
    """When a conversation comes back that is put off with one of these words."""
    if when == "later":
        return timezone.now() + timedelta(hours=3)
    today = organisation.today()
    days = {"tomorrow": 1, "monday": 7 - today.weekday()}.get(when, 7)
    return datetime.combine(today + timedelta(days=days), MORNING, organisation.zone)


class PutOffForm(forms.Form):
    """Until when: by a word, or at a moment by the clock of the organisation."""

    when = forms.ChoiceField(choices=WHENS, required=False)
    until = forms.DateTimeField(
        required=False,
        input_formats=MOMENTS,
        error_messages={
            "invalid": gettext_lazy("Give the day and the time at which it is to come back.")
        },
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def full_clean(self) -> None:
        """Read the clock where the organisation is."""
        with timezone.override(self.organisation.zone):
            super().full_clean()

    @property
    def moment(self) -> datetime:
        """What was chosen; tomorrow where nothing was."""
        data = self.cleaned_data
        chosen: datetime | None = data.get("until")
        return chosen or moment(data.get("when") or "tomorrow", self.organisation)

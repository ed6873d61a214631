"""Ways to choose messages, and who sees how much of them (X10)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from atrium.clients.models import Client
from atrium.conversations.models.filing import Filing
from atrium.conversations.models.holding import Holding
from atrium.conversations.models.level import Level
from atrium.conversations.models.mailbox import Mailbox
from atrium.conversations.models.sms_number import SmsNumber
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.conversations.models.message import Message  # noqa: F401 - named in the base below

# What has not left is a matter of those who write it.
UNSENT = ("draft", "scheduled", "queued", "leaving")

_LEVEL = models.PositiveSmallIntegerField()


def _own(member: Member) -> Q:
    """One's own, and what a mailbox holds that one keeps."""
    kept = Mailbox.objects.kept_by(member).filter(pk=OuterRef("mailbox_id"))
    held = Holding.objects.filter(message=OuterRef("pk")).filter(Exists(kept))
    return Q(author=member) | Q(Exists(held))


def _kept(member: Member) -> Q:
    """SMS of a number that a team of the member keeps."""
    kept = SmsNumber.objects.named_to(member).filter(pk=OuterRef("number_id"))
    return Q(Exists(kept), number__isnull=False)


def _others_see() -> Coalesce:
    """The level for everyone else: the message's own, else that of the most open mailbox holding it."""
    held = Holding.objects.filter(message=OuterRef("pk")).order_by("-mailbox__level")
    openest = Subquery(held.values("mailbox__level")[:1])
    number = SmsNumber.objects.filter(pk=OuterRef("number_id")).values("level")
    everyone = Value(Level.ALL.value)
    return Coalesce(F("level"), openest, Subquery(number), everyone, output_field=_LEVEL)


# By then a server that merely greylists has taken it.
LATE = timedelta(minutes=15)
LATELY = timedelta(days=1)


class MessageQuerySet(models.QuerySet["Message"]):
    """Ways to choose messages."""

    def visible_to(self, member: Member) -> MessageQuerySet:
        """Those the member may know of; ``seen`` says how much of each, as a Level.

        Its author and who keeps a mailbox that holds it see all of it, and they alone what has
        not left. All others need to see a client it is filed to, and see as much as its level says;
        of an SMS those who are in a team that keeps its number see all.
        """
        if not member.can(Can.MAIL_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        filed = Filing.objects.filter(message=OuterRef("pk")).filter(Exists(seen))
        rows: Any = self.alias(others=_others_see())
        own, kept = _own(member), _kept(member)
        shown = Q(others__gt=Level.NOBODY.value) | kept
        told = ~Q(state__in=UNSENT) & shown & Q(Exists(filed))
        level: Any = Case(
            When(own | kept, then=Value(Level.ALL.value)), default=F("others"), output_field=_LEVEL
        )
        found: MessageQuerySet = rows.filter(own | told).annotate(seen=level)
        return found

    def known_to(self, member: Member | None) -> MessageQuerySet:
        """Those that the member, or else everyone, may know of who sees the clients they are filed to."""
        shown = Q(others__gt=Level.NOBODY.value) & ~Q(state__in=UNSENT)
        if member is not None:
            shown = (
                (shown | _own(member) | _kept(member)) if member.can(Can.MAIL_SEE) else Q(pk=None)
            )
        return self.alias(others=_others_see()).filter(shown)

    def seen_by_others(self) -> MessageQuerySet:
        """Those that are not for their author and mailboxes alone."""
        return self.alias(others=_others_see()).filter(others__gt=Level.NOBODY.value)

    def at_level(self, least: Level) -> MessageQuerySet:
        """Of those that visible_to() chose, the ones of which so much is seen."""
        level: Any = {"seen__gte": least.value}
        return self.filter(**level)

    def of_client(self, client: Client) -> MessageQuerySet:
        """Those filed to the client, drafts among them."""
        here = Filing.objects.filter(message=OuterRef("pk"), client=client)
        return self.filter(Exists(here))

    def said(self) -> MessageQuerySet:
        """Those that left or tried to, or came in."""
        return self.exclude(state__in=UNSENT)

    def showing(self, picture: UUID) -> MessageQuerySet:
        """Those with the picture in their text."""
        return self.filter(html__contains=f"image:{picture}")

    def put_off(self) -> MessageQuerySet:
        """Those that should have left a while ago and have not."""
        return self.filter(state__in=("scheduled", "queued", "leaving"), leave_at__lt=now() - LATE)

    def failed_lately(self) -> MessageQuerySet:
        return self.filter(state="failed", leave_at__gte=now() - LATELY)

    def drafts(self) -> MessageQuerySet:
        return self.filter(state="draft")

    def holding(self, words: str) -> MessageQuerySet:
        """Of those that visible_to() chose, where each word occurs in what is seen: subject or text."""
        found = self
        subject: Any = {"seen__gte": Level.SUBJECT.value}
        text: Any = {"seen": Level.ALL.value}
        for word in _words(words):
            said = Q(subject__icontains=word, **subject) | Q(text__icontains=word, **text)
            found = found.filter(said)
        return found


def _words(text: str) -> list[str]:
    return text.replace("\x00", "").split()[:8]


MessageManager = OwnedManager.from_queryset(MessageQuerySet)

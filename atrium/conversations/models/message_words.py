"""Finding the messages of one client by their words, as far as the asker may read them (X07, X10).

The marks of an entry are written by the migrations 0013_words_of_messages and 0019_words_by_organisation. Who may read a message at a level is
asked of the index itself, by what is known before: the mailboxes and numbers, their levels and who keeps
them. So words that one may not read are not looked for at all; MessageQuerySet.visible_to() says the same
of the rows, and is asked as well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from atrium.conversations.models.level import Level
from atrium.conversations.models.mailbox import Mailbox
from atrium.conversations.models.sms_number import SmsNumber
from atrium.organisations import current
from atrium.organisations.prepared import prepared
from atrium.timeline.words import MOST_FOUND, Newest, WordIndex

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MESSAGES = WordIndex("conversations_words", "entry")
WHOLE, SUBJECT = "w", "s"
# The same of all clients of an organisation.
OF_ALL = {WHOLE: "x", SUBJECT: "y"}


@dataclass(frozen=True)
class Found:
    """The newest filings whose message has the words in what the asker reads of it: all of it, or its subject."""

    newest: Newest

    def filings(self) -> RawSQL:
        """Their keys, as a subquery."""
        return self.newest.select("entry >> 1")

    def whole(self) -> RawSQL:
        """The keys of those with the words in all that was said, which one may read all of."""
        return self.newest.select("entry >> 1", "WHERE entry & 1 = 1")

    def by_subject(self) -> RawSQL:
        """The keys of those with the words in the subject, of which that is enough."""
        return self.newest.select("entry >> 1", "WHERE entry & 1 = 0")

    def within(self, filings: Collection[int]) -> tuple[set[int], set[int]]:
        """Which of the filings are whole(), and which by_subject()."""
        entries = set(self.newest.among([2 * key + half for key in filings for half in (0, 1)]))
        return {one >> 1 for one in entries if one & 1}, {
            one >> 1 for one in entries if not one & 1
        }


def filings_holding(member: Member, client: int | None, text: str) -> Found | None:
    """The filings, of one client or of all, whose message has the words in what the member reads of it.

    None where the text has no word.
    """
    boxes, numbers = _boxes(member=member), _numbers(member=member)
    zones = []
    for zone, least in ((WHOLE, Level.ALL), (SUBJECT, Level.SUBJECT)):
        readers = [f"a{member.pk}", "o1", *(f"l{level}" for level in Level if level >= least)]
        for mine, theirs, rows in (("k", "m", boxes), ("n", "t", numbers)):
            readers += [f"{mine}{key}" for key, _, kept in rows if kept]
            readers += [f"{theirs}{key}" for key, level, _ in rows if level >= least]
        where = f"{OF_ALL[zone]}{current.required()}" if client is None else f"{zone}{client}"
        zones.append([[where], readers])
    newest = MESSAGES.newest(zones, text, len(zones) * MOST_FOUND)
    return Found(newest) if newest else None


@prepared()
def _boxes(*, member: Member) -> Any:
    return _kept(Mailbox.objects.kept_by(member), Mailbox.objects.all())


@prepared()
def _numbers(*, member: Member) -> Any:
    return _kept(SmsNumber.objects.named_to(member), SmsNumber.objects.all())


def _kept(kept: QuerySet[Any], rows: QuerySet[Any]) -> Any:
    """Key, level and whether it is kept by the asker."""
    found = rows.annotate(kept=Exists(kept.filter(pk=OuterRef("pk"))))
    return found.order_by().values_list("pk", "level", "kept")

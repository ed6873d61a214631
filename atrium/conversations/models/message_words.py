"""Finding the messages of one client by their words, as far as the asker may read them (X07, X10).

The marks of an entry are written by the migrations 0013_words_of_messages and 0019_words_by_organisation. Who may read a message at a level is
asked of the index itself, by what is known before: the mailboxes and numbers, their levels and who keeps
them. So words that one may not read are not looked for at all; MessageQuerySet.visible_to() says the same
of the rows, and is asked as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from atrium.conversations.models.level import Level
from atrium.conversations.models.mailbox import Mailbox
from atrium.conversations.models.sms_number import SmsNumber
from atrium.organisations import current
from atrium.organisations.prepared import prepared
from atrium.timeline.words import WordIndex

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MESSAGES = WordIndex("conversations_words", "entry")
WHOLE, SUBJECT = "w", "s"
# The same of all clients of an organisation.
OF_ALL = {WHOLE: "x", SUBJECT: "y"}


def filings_holding(member: Member, client: int | None, text: str) -> tuple[list[int], list[int]]:
    """The filings, of one client or of all, whose message has the words in what the member reads of it.

    First those of messages they may read all of, then those of which the subject is enough; the
    newest of each. An empty text finds nothing.
    """
    boxes, numbers = _boxes(member=member), _numbers(member=member)
    found = []
    for zone, least in ((WHOLE, Level.ALL), (SUBJECT, Level.SUBJECT)):
        readers = [f"a{member.pk}", "o1", *(f"l{level}" for level in Level if level >= least)]
        for mine, theirs, rows in (("k", "m", boxes), ("n", "t", numbers)):
            readers += [f"{mine}{key}" for key, _, kept in rows if kept]
            readers += [f"{theirs}{key}" for key, level, _ in rows if level >= least]
        where = f"{OF_ALL[zone]}{current.required()}" if client is None else f"{zone}{client}"
        found.append([key >> 1 for key in MESSAGES.keys([[where], readers], text)])
    return found[0], found[1]


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

"""The words that messages are found by are those of the messages (X07)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from atrium.conversations.models import Mailbox, Message
from atrium.conversations.models.message_words import MESSAGES
from atrium.foundation.health import Verdict, examines
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations import current

MEND = gettext_lazy(
    "To write them anew: django-admin migrate conversations 0012, then atrium migrate."
)
_BOTH = "(SELECT 0 AS whole UNION ALL SELECT 1) AS half"


@examines("mailboxes")
def mailboxes() -> Iterator[tuple[Verdict, str]]:
    """Those in use are fetched without trouble; how many are not, of however many organisations."""
    with current.unscoped("the doctor counts"):
        used = Mailbox.objects.filter(retired_at__isnull=True, imap_on=True)
        count, troubled = used.count(), used.exclude(problem="").count()
    if troubled:
        yield (
            Verdict.WARN,
            gettext("{troubled} of {count} have trouble; their own pages say which.").format(
                troubled=troubled, count=count
            ),
        )
    else:
        yield Verdict.GOOD, gettext("{count} are fetched.").format(count=count)


@examines("sending")
def sending() -> Iterator[tuple[Verdict, str]]:
    """Mail and SMS leave: none is put off for long, and hardly one failed, of however many organisations."""
    with current.unscoped("the doctor counts"):
        late, failed = Message.objects.put_off().count(), Message.objects.failed_lately().count()
    if late or failed:
        yield (
            Verdict.WARN,
            gettext(
                "Put off by their servers for more than a quarter of an hour: {late}. Failed within a day: {failed}. Their pages say why; look at the mailboxes, at ATRIUM_EMAIL_URL and at the providers."
            ).format(late=late, failed=failed),
        )
    else:
        yield Verdict.GOOD, gettext("Nothing is put off, nothing failed within a day.")


@examines("words of messages")
def words_of_messages() -> Iterator[tuple[Verdict, str]]:
    """Each filing has its two entries in the index, and each entry its filing."""
    key = MESSAGES.key if connection.vendor == "postgresql" else "rowid"
    table = MESSAGES.table
    with current.unscoped("the doctor counts"), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM conversations_filing f CROSS JOIN {_BOTH}"  # noqa: S608 - names of our own
            f" WHERE NOT EXISTS (SELECT 1 FROM {table} w WHERE w.{key} = f.id * 2 + half.whole)"
        )
        [missing] = cursor.fetchone()
        cursor.execute(
            f"SELECT count(*) FROM {table} w"  # noqa: S608 - as above
            f" WHERE NOT EXISTS (SELECT 1 FROM conversations_filing f WHERE f.id = w.{key} / 2)"
        )
        [left_over] = cursor.fetchone()
    if missing or left_over:
        yield (
            Verdict.BAD,
            gettext("{missing} entries are missing, {left_over} are left over. {mend}").format(
                missing=missing, left_over=left_over, mend=MEND
            ),
        )
    else:
        yield Verdict.GOOD, gettext("Each filed message is found by its words.")

"""What was said: calls, notes, comments, e-mails and SMS. That it was said stays."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atrium.conversations.models import (
    Attachment,
    Attempt,
    Call,
    Comment,
    Message,
    Note,
    NoteKind,
    Party,
    Thread,
    Unanswered,
)
from atrium.conversations.models.message_state import State
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.personal import ERASED
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.organisations.permissions import Can
from atrium.privacy.retention.emptying import drop_pictures, empty_rows
from atrium.privacy.retention.sort import RetentionSort, Rows, retains
from atrium.privacy.wiping import drop, removed

if TYPE_CHECKING:
    from atrium.privacy.models.retention_rule import RetentionRule

_EMPTY = ("", ERASED)
_ON_ITS_WAY = (State.DRAFT, State.SCHEDULED, State.QUEUED, State.LEAVING)


def _keys(rows: list[Any]) -> list[int]:
    return [row.pk for row in rows]


@retains
class Calls(RetentionSort):
    order = 10
    slug, label = "calls", gettext_lazy("Calls")
    needs = Can.CALLS_SEE
    becomes = gettext_lazy(
        "Number, person and note are emptied. That there was a call, when and how long, stays."
    )

    def counted(self, count: int) -> str:
        return ngettext("{count:,} call", "{count:,} calls", count).format(count=spoken(count))

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        old = Call.objects.filter(started_at__lt=before)
        rows: Rows = old.exclude(note="", number="", external_id="", contact=None)
        return rows.select_related("client", "contact").order_by("started_at", "id")

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        empty_rows("conversations.Call", _keys(rows), contact=None)

    def named(self, row: Any) -> str:
        return f"{spoken(row.organisation.local(row.started_at)):%-d %b %Y}: {row}"


@retains
class Notes(RetentionSort):
    order = 20
    slug, label = "notes", gettext_lazy("Notes")
    needs = Can.NOTES_SEE
    becomes = gettext_lazy(
        "Text and pictures are emptied. That there was a note, by whom and when, stays."
    )
    stays = gettext_lazy("Pinned notes, special requirements and open escalations stay.")

    def counted(self, count: int) -> str:
        return ngettext("{count:,} note", "{count:,} notes", count).format(count=spoken(count))

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        old = Note.objects.filter(written_at__lt=before, pinned=False)
        old = old.exclude(kind=NoteKind.REQUIREMENT, binned_at=None)
        old = old.exclude(kind=NoteKind.ESCALATION, resolved_at=None, binned_at=None)
        rows: Rows = old.exclude(remind_at__gt=timezone.now()).exclude(html__in=_EMPTY, outcome="")
        return rows.select_related("client").order_by("written_at", "id")

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        keys = _keys(rows)
        empty_rows("conversations.Note", keys)
        drop_pictures(Q(note__in=keys))

    def named(self, row: Any) -> str:
        return f"{spoken(row.organisation.local(row.written_at)):%-d %b %Y}: {row.client}: {row.excerpt}"


@retains
class Comments(RetentionSort):
    order = 30
    slug, label = "comments", gettext_lazy("Comments")
    needs = Can.COMMENTS_SEE
    becomes = gettext_lazy("The text is emptied. That somebody commented, and when, stays.")

    def counted(self, count: int) -> str:
        return ngettext("{count:,} comment", "{count:,} comments", count).format(
            count=spoken(count)
        )

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        old = Comment.objects.filter(written_at__lt=before).exclude(html__in=_EMPTY)
        rows: Rows = old.select_related("client", "author")
        return rows.order_by("written_at", "id")

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        empty_rows("conversations.Comment", _keys(rows))

    def named(self, row: Any) -> str:
        return gettext("{local:%-d %b %Y}: {author} on {client}").format(
            local=spoken(row.organisation.local(row.written_at)),
            author=row.author,
            client=row.client,
        )


@retains
class Messages(RetentionSort):
    """Its preview says nothing of their words: who decides here may not read all mail (X10)."""

    order = 40
    slug, label = "messages", gettext_lazy("E-mails and SMS")
    client = ""
    becomes = gettext_lazy(
        "Words, files and addresses are removed. That something was written, and when, stays."
    )
    stays = gettext_lazy("What still waits for an answer stays. Business letters fall under the law of your country: keep them as long as it says.")  # fmt: skip

    def counted(self, count: int) -> str:
        return ngettext("{count:,} message", "{count:,} messages", count).format(
            count=spoken(count)
        )

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        named = Party.objects.filter(message=OuterRef("pk")).exclude(address=ERASED)
        files = Attachment.objects.filter(message=OuterRef("pk"))
        waits = Unanswered.objects.filter(message=OuterRef("pk"), closed_at=None)
        said = ~Q(subject="", html="", text="", raw="") | Exists(named) | Exists(files)
        old = Message.objects.filter(said, ~Exists(waits), at__lt=before)
        rows: Rows = old.exclude(state__in=_ON_ITS_WAY).order_by("at", "id")
        return rows

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        keys = _keys(rows)
        stored = [row.raw for row in rows if row.raw]
        files = Attachment.objects.filter(message__in=keys)
        stored += files.values_list("stored_as", flat=True)
        removed(files)
        drop_pictures(Q(message__in=keys))
        empty_rows("conversations.Message", keys, problem="")
        parties = Party.objects.filter(message__in=keys)
        parties.update(address=ERASED, address_key=ERASED, name="", refusal="", contact=None)
        Attempt.objects.filter(message__in=keys).update(answer="")
        said = Message.objects.filter(thread=OuterRef("pk")).exclude(text="", html="", subject="")
        threads = Thread.objects.filter(pk__in={row.thread_id for row in rows})
        threads.filter(~Exists(said)).update(subject=ERASED)
        drop(stored)

    def named(self, row: Any) -> str:
        what = f"{row.get_channel_display()}, {within(row.get_direction_display())}"
        return f"{spoken(row.organisation.local(row.at)):%-d %b %Y}: {what}"

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from atrium.clients.models import Client
from atrium.conversations.content import EditedMeanwhile, checked, parts
from atrium.conversations.events import (
    NoteBinned,
    NoteEdited,
    NoteEscalated,
    NotePinned,
    NoteReminded,
    NoteReopened,
    NoteResolved,
    NoteUnbinned,
    NoteUnpinned,
    NoteWritten,
)
from atrium.conversations.marked import marked
from atrium.conversations.mentions import mentioned
from atrium.conversations.models.image import Image
from atrium.conversations.models.note_indexes import INDEXES
from atrium.conversations.models.note_kind import NoteKind
from atrium.conversations.models.note_queryset import BIN_KEEPS, NoteManager
from atrium.conversations.richtext import from_plain, shown
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting


class Note(Owned):
    """Internal text on a client (R13, C15). Earlier versions are in the journal."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="notes", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=NoteKind, default=NoteKind.GENERAL)
    html = models.TextField()
    text = models.TextField()
    author = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="notes", db_constraint=False, db_index=False
    )
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    pinned = models.BooleanField(default=False)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    binned_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    outcome = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = NoteManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="note_by_public_id"),
            models.UniqueConstraint(fields=["organisation", "id"], name="note_by_organisation"),
            SameOrganisation("client"),
            SameOrganisation("author"),
            SameOrganisation("resolved_by"),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.excerpt

    @property
    def excerpt(self) -> str:
        """The first words."""
        words = " ".join(self.text.split())
        return words if len(words) <= 120 else f"{words[:117].rstrip()}…"  # noqa: PLR2004

    @classmethod
    def write(
        cls,
        client: Client,
        *,
        by: Member | None,
        html: str,
        kind: NoteKind | str = NoteKind.GENERAL,
        pinned: bool = False,
        remind_at: datetime | None = None,
    ) -> Note:
        """A new note; markup that is not text formatting is taken out. Refused when empty."""
        html, text = checked(html, by)
        with acting(by=by, label=gettext("Wrote a note on {client}").format(client=client)) as act:
            act.lock(client)
            client.refuse_archived()
            note = act.insert(
                cls(
                    client=client,
                    author=by,
                    html=html,
                    text=text,
                    kind=kind,
                    pinned=pinned,
                    remind_at=remind_at,
                )
            )
            Image.claim(note, act)
            story = NoteWritten(excerpt=text[:2000], mentions=mentioned(html, by=by), about=kind)
            act.record(story, client=client, subject=note)
        return note

    @classmethod
    def write_many(cls, texts: Iterable[tuple[Client, str]], *, by: Member | None) -> list[Note]:
        """New notes of plain text with few statements; an over-long text becomes several notes."""
        with acting(by=by, label=gettext("Wrote notes")) as act:
            notes = act.insert_many(
                [
                    cls(client=client, author=by, html=from_plain(part), text=part)
                    for client, text in texts
                    for part in parts(text)
                ]
            )
            act.record_many((NoteWritten(excerpt=n.text[:2000]), n.client, n) for n in notes)
        return notes

    def edit(self, *, by: Member, version: int | None = None, **values: Any) -> None:
        """Change ``html``, ``kind``, ``remind_at``, those named; the earlier text stays in history.

        Raises EditedMeanwhile where the note is no longer of the ``version`` that was read.
        """
        self._refuse_strangers(by)
        if "html" in values:
            values["html"], values["text"] = checked(values["html"], by)
        label = gettext("Edited a note on {client}").format(client=self.client)
        with acting(by=by, label=label) as act:
            act.lock(self)
            self._refuse_binned()
            if version not in {None, self.version}:
                raise EditedMeanwhile
            known, was = mentioned(self.html, by=by), self.kind
            if "remind_at" in values and act.change(self, remind_at=values.pop("remind_at")):
                act.change(self, reminded_at=None)
            act.change(self, kind=values.pop("kind", self.kind))
            if act.change(self, **values):
                act.change(self, edited_at=timezone.now())
                Image.claim(self, act)
                new = [key for key in mentioned(self.html, by=by) if key not in known]
                story = NoteEdited(excerpt=self.text[:2000], mentions=new)
                act.record(story, client=self.client, subject=self)
            if self.kind == NoteKind.ESCALATION != was:
                act.change(self, resolved_at=None, resolved_by=None, outcome="")
                act.record(NoteEscalated(excerpt=self.excerpt), client=self.client, subject=self)

    @property
    def shown(self) -> str:
        """The text with its pictures at the address where they are seen."""
        place = self.client.organisation.slug, self.client.number
        return shown(self.html, address("note-images", *place))

    @property
    def marked(self) -> str:
        """The text as it is edited in a plain field."""
        return marked(self.html)

    @property
    def kind_as(self) -> NoteKind:
        """The kind with its icon and words."""
        return NoteKind(self.kind)

    @property
    def stands_out(self) -> bool:
        """Whether the client's page shows it beside the story (J13)."""
        return self.is_open_escalation or (
            self.kind == NoteKind.REQUIREMENT and self.binned_at is None
        )

    @property
    def is_open_escalation(self) -> bool:
        """Whether somebody still has to take care of it."""
        return self.kind == NoteKind.ESCALATION and not (self.resolved_at or self.binned_at)

    def resolve(self, *, by: Member, outcome: str = "") -> None:
        """Say that an escalation is taken care of, and how; refused for other kinds."""
        label = gettext("Resolved an escalation of {client}").format(client=self.client)
        with acting(by=by, label=label) as act:
            act.lock(self)
            self._refuse_binned()
            if self.kind != NoteKind.ESCALATION:
                msg = gettext("Only an escalation can be resolved; this note is none.")
                raise Refusal(msg)
            if self.resolved_at is None:
                outcome = " ".join(outcome.split())[:500]
                act.change(self, resolved_at=timezone.now(), resolved_by=by, outcome=outcome)
                story = NoteResolved(excerpt=self.excerpt, outcome=outcome)
                act.record(story, client=self.client, subject=self)

    def reopen(self, *, by: Member) -> None:
        """Say that an escalation is not taken care of after all."""
        label = gettext("Reopened an escalation of {client}").format(client=self.client)
        with acting(by=by, label=label) as act:
            act.lock(self)
            self._refuse_binned()
            if act.change(self, resolved_at=None, resolved_by=None, outcome=""):
                act.record(NoteReopened(excerpt=self.excerpt), client=self.client, subject=self)

    def pin(self, *, by: Member) -> None:
        """Keep it at the top of the page."""
        with acting(by=by, label=gettext("Pinned a note")) as act:
            act.lock(self)
            self._refuse_binned()
            if act.change(self, pinned=True):
                act.record(NotePinned(excerpt=self.excerpt), client=self.client, subject=self)

    def unpin(self, *, by: Member) -> None:
        """Let it go from the top of the page."""
        with acting(by=by, label=gettext("Unpinned a note")) as act:
            act.lock(self)
            self.client.refuse_archived()
            if act.change(self, pinned=False):
                act.record(NoteUnpinned(excerpt=self.excerpt), client=self.client, subject=self)

    def bin(self, *, by: Member) -> None:
        """Remove it; for 30 days it can be brought back."""
        self._refuse_strangers(by)
        label = gettext("Removed a note on {client}").format(client=self.client)
        with acting(by=by, label=label) as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.binned_at is None:
                act.change(self, binned_at=timezone.now(), pinned=False)
                act.record(NoteBinned(excerpt=self.excerpt), client=self.client, subject=self)

    def unbin(self, *, by: Member) -> None:
        """Bring it back from the bin; refused when its text is gone."""
        self._refuse_strangers(by)
        label = gettext("Brought a note on {client} back").format(client=self.client)
        with acting(by=by, label=label) as act:
            act.lock(self)
            if not self.html:
                msg = gettext("Its text was removed for good after 30 days.")
                raise Refusal(msg)
            if self.binned_at is not None:
                act.change(self, binned_at=None)
                act.record(NoteUnbinned(excerpt=self.excerpt), client=self.client, subject=self)

    def remind(self) -> None:
        """Tell that its reminder has come; each reminder is told once."""
        label = gettext("Reminded of a note on {client}").format(client=self.client)
        with acting(by=None, label=label) as act:
            act.lock(self)
            now = timezone.now()
            if self.binned_at or self.reminded_at or not self.remind_at or self.remind_at > now:
                return
            act.change(self, reminded_at=now)
            act.record(NoteReminded(excerpt=self.excerpt), client=self.client, subject=self)

    def set_reminder(self, at: datetime | None, *, by: Member) -> None:
        """Remind at another time, or not at all."""
        label = gettext("Changed the reminder of a note on {client}").format(client=self.client)
        with acting(by=by, label=label) as act:
            act.lock(self)
            self._refuse_binned()
            if act.change(self, remind_at=at):
                act.change(self, reminded_at=None)

    def purge(self) -> None:
        """Blank the text of a note that lay in the bin for 30 days; that there was one stays."""
        label = gettext("Emptied a removed note on {client}").format(client=self.client)
        with acting(by=None, label=label) as act:
            act.lock(self)
            if self.binned_at and self.binned_at <= timezone.now() - BIN_KEEPS:
                act.change(self, html="", text="", remind_at=None)
                Image.drop_those_of(self)

    def may_be_changed_by(self, member: Member) -> bool:
        """Its author may, and who moderates notes."""
        own = self.author_id == member.pk and member.can(Can.NOTES_WRITE)
        return own or member.can(Can.NOTES_MODERATE)

    def _refuse_binned(self) -> None:
        self.client.refuse_archived()
        if self.binned_at is not None:
            msg = gettext("The note was removed meanwhile; bring it back first.")
            raise Refusal(msg)

    def _refuse_strangers(self, by: Member) -> None:
        if not self.may_be_changed_by(by):
            msg = gettext("Only its author or a manager may change this note.")
            raise Refusal(msg)

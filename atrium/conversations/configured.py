"""What conversations put into the configuration of an organisation."""

from __future__ import annotations

from typing import Any

from atrium.configuration.part import Entry, Kind, Part, configures, left_out
from atrium.conversations.models import MessageTemplate, NoteTemplate
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member


class TemplatePart(Part):
    """Texts to begin with, in the order of their list."""

    arranged = True

    def add(self, entry: Entry, *, by: Member) -> None:
        self.model.add(by=by, **entry)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        row.edit(by=by, **entry)

    def arrange(self, rows: list[Any], *, by: Member) -> None:
        self.model.arrange(by=by, order=[row.pk for row in rows])


class NoteTemplatePart(TemplatePart):
    """Those of notes."""

    slug, label, order = "note-templates", gettext_lazy("Note templates"), 400
    model = NoteTemplate
    says = {"label": Kind.TEXT, "kind": Kind.TEXT, "html": Kind.TEXT}


class MessageTemplatePart(TemplatePart):
    """Those of e-mails and SMS; one name may have several languages."""

    slug, label, order = "message-templates", gettext_lazy("Message templates"), 410
    model = MessageTemplate
    says = {
        "label": Kind.TEXT,
        "way": Kind.TEXT,
        "language": Kind.TEXT,
        "subject": Kind.TEXT,
        "html": Kind.TEXT,
    }
    key = ("label", "way", "language")


configures(NoteTemplatePart(), MessageTemplatePart())
left_out(
    gettext_lazy("Mailboxes and numbers"),
    gettext_lazy("They hold secrets of one's own providers."),
    "conversations.mailbox",
    "conversations.mailboxteam",
    "conversations.smsnumber",
    "conversations.smsnumberteam",
)

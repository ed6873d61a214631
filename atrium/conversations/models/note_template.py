from __future__ import annotations

from typing import Any

from django.db import models

from atrium.clients.models.term import Term
from atrium.conversations.marked import marked
from atrium.conversations.models.note_kind import NoteKind
from atrium.conversations.placeholders import unknown
from atrium.conversations.richtext import plain, safe
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member

LONGEST = 20_000


class NoteTemplate(Term):
    """Words to begin a note with, the organisation's own (J13).

    ``{{client.name}}`` and its like are replaced when it is put into a note: see placeholders.py.
    """

    kind = models.CharField(max_length=20, choices=NoteKind, default=NoteKind.GENERAL)
    html = models.TextField()

    class Meta(Term.Meta):
        verbose_name = "template"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="note_template_by_label"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="note_template_by_public_id"
            ),
        ]

    @property
    def text(self) -> str:
        """What it says, without formatting."""
        return plain(self.html)

    @property
    def marked(self) -> str:
        """The text as it is edited in a plain field."""
        return marked(self.html)

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> NoteTemplate:
        """Add one at the end of the list; refused when a placeholder in it is unknown."""
        values["html"] = _checked(values.get("html", ""))
        return super().add(by=by, label=label, **values)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change it; notes that were begun with it stay as they are."""
        if "html" in values:
            values["html"] = _checked(values["html"])
        super().edit(by=by, **values)

    def retire(self, *, by: Member) -> None:
        """Take it off the list."""
        with self._taken_off(by=by) as act:
            act.remove(self)


def _checked(html: str) -> str:
    clean = safe(html)
    if not plain(clean):
        raise Refusal(gettext("Write what the template says."), field="text")
    if len(clean) > LONGEST:
        raise Refusal(
            gettext("A template has at most {longest} characters.").format(
                longest=f"{spoken(LONGEST):,}"
            ),
            field="text",
        )
    if strange := unknown(clean):
        raise Refusal(" ".join(strange), field="text")
    return clean

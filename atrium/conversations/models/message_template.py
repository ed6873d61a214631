from __future__ import annotations

from typing import Any

from django.db import models

from atrium.clients.models.term import Term
from atrium.clients.reach.typed import language_code, language_name
from atrium.conversations.mail.writing import one_line
from atrium.conversations.marked import marked
from atrium.conversations.placeholders import OF_MESSAGES, unknown
from atrium.conversations.richtext import from_plain, paragraphs, plain, safe
from atrium.conversations.sms.segments import LONGEST as LONGEST_SMS
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

LONGEST = 20_000


class Way(models.TextChoices):
    """What a template begins."""

    MAIL = "mail", gettext_lazy("E-mail")
    SMS = "sms", "SMS"


class MessageTemplate(Term):
    """Words to begin an e-mail or an SMS with, the organisation's own; one name may have several languages.

    An SMS has no subject and no formatting: of its ``html`` there are paragraphs and lines alone.
    ``language`` is an ISO 639-1 code, or empty where it serves for any. ``{{client.name}}`` and its
    like are replaced when it is put into a message: see placeholders.py.
    """

    way = models.CharField(max_length=4, choices=Way, default=Way.MAIL)
    language = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    html = models.TextField()

    class Meta(Term.Meta):
        verbose_name = "template"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "label_key", "language", "way"],
                name="message_template_by_label",
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="message_template_by_public_id"
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

    @property
    def is_sms(self) -> bool:
        return self.way == Way.SMS

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> MessageTemplate:
        """Add one at the end of the list; refused when a placeholder in it is unknown."""
        return super().add(by=by, label=label, **_checked({"html": "", **values}, Way.MAIL))

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change it; messages that were begun with it stay as they are."""
        super().edit(by=by, **_checked({"html": self.html, **values}, self.way))

    def retire(self, *, by: Member) -> None:
        """Take it off the list."""
        with self._taken_off(by=by) as act:
            act.remove(self)


def _checked(values: dict[str, Any], way: str) -> dict[str, Any]:
    way = values.get("way", way)
    if "language" in values:
        values["language"] = language_code(values["language"]) if values["language"] else ""
    if "subject" in values:
        values["subject"] = one_line(values["subject"], 300)
        _refuse_strange(values["subject"], "subject")
    if "html" in values:
        values["html"] = clean = safe(values["html"])
        if not plain(clean):
            raise Refusal(gettext("Write what the template says."), field="text")
        if way == Way.SMS:
            values["html"] = clean = from_plain(paragraphs(clean))
            values["subject"] = ""
            if len(paragraphs(clean)) > LONGEST_SMS:
                msg = gettext("An SMS has at most {longest} characters.").format(
                    longest=f"{spoken(LONGEST_SMS):,}"
                )
                raise Refusal(msg, field="text")
        if len(clean) > LONGEST:
            raise Refusal(
                gettext("A template has at most {longest} characters.").format(
                    longest=f"{spoken(LONGEST):,}"
                ),
                field="text",
            )
        _refuse_strange(clean, "text")
    return values


def _refuse_strange(words: str, field: str) -> None:
    if strange := unknown(words, OF_MESSAGES):
        raise Refusal(" ".join(strange), field=field)

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from atrium.billing.printed.words import LANGUAGES
from atrium.conversations.placeholders import unknown
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments import receipt_words, reminder_words
from atrium.payments.models.reminder_level import LONGEST, ReminderLevel
from atrium.payments.reminder_texts import translated
from atrium.timeline.acting import acting

NAMES = dict(
    zip(
        LANGUAGES,
        "English Deutsch Français Italiano Español Nederlands Polski".split(),
        strict=True,
    )
)


class Wording(Owned):
    """What a level of reminders, or without one a receipt, says in a language, in the organisation's own words.

    Where there is none, a reminder says what its level says, the usual words in the language, and a receipt
    what is usual.
    """

    level = models.ForeignKey(
        ReminderLevel,
        models.PROTECT,
        null=True,
        related_name="wordings",
        db_constraint=False,
        db_index=False,
    )
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "level", "language"],
                condition=Q(level__isnull=False),
                name="wording_of_level_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "language"],
                condition=Q(level=None),
                name="wording_of_receipt_once",
            ),
            SameOrganisation("level"),
        ]

    def __str__(self) -> str:
        return gettext("{level} in {names}").format(
            level=self.level or gettext("Receipt"), names=NAMES[self.language]
        )

    @classmethod
    def of(cls, level: ReminderLevel | None, language: str) -> tuple[str, str]:
        """Subject and text."""
        row: Wording | None = cls.objects.filter(level=level, language=language).first()
        if row is not None:
            return row.subject, row.text
        if level is None:
            return receipt_words.usual(language)
        return translated(level.subject, level.text, language)

    @classmethod
    def own(cls, level: ReminderLevel | None) -> set[str]:
        """The languages in which it says something of its own."""
        return set(cls.objects.filter(level=level).values_list("language", flat=True))

    @classmethod
    def put(
        cls, level: ReminderLevel | None, language: str, *, by: Member, subject: str, text: str
    ) -> Wording:
        """Say it so from now on; refused, with the field, where a name to be filled in is not known."""
        if language not in NAMES:
            raise Refusal(gettext("Choose one of the languages."), field="language")
        told = _checked(level, subject, text)
        row: Wording | None = cls.objects.filter(level=level, language=language).first()
        with acting(
            by=by,
            label=gettext("Changed {level} in {names}").format(
                level=level or gettext("the receipt"), names=NAMES[language]
            ),
        ) as act:
            if row is None:
                return act.insert(cls(level=level, language=language, **told))
            act.lock(row)
            act.change(row, **told)
        return row

    @classmethod
    def drop(cls, level: ReminderLevel | None, language: str, *, by: Member) -> None:
        """Say what is usual again."""
        with acting(
            by=by,
            label=gettext("Took the words of {level} back").format(
                level=level or gettext("the receipt")
            ),
        ) as act:
            for row in cls.objects.filter(level=level, language=language):
                act.remove(row)


def _checked(level: ReminderLevel | None, subject: str, text: str) -> dict[str, Any]:
    known = reminder_words.PLACEHOLDERS if level else receipt_words.PLACEHOLDERS
    subject, text = " ".join(subject.split())[:200], text.strip()[:LONGEST]
    if not subject:
        raise Refusal(gettext("Write something here."), field="subject")
    if not text:
        raise Refusal(gettext("Write what it says."), field="text")
    if wrong := unknown(f"{subject} {text}", known):
        raise Refusal(" ".join(wrong), field="text")
    card_number.refuse(subject=subject, text=text)
    return {"subject": subject, "text": text}

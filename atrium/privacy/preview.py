"""What an erasure would do to a person's data, counted before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from atrium.billing.models import Invoice
from atrium.conversations.models import SmsStop
from atrium.foundation.personal import KEPT, Fate, Kept
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.owned import Owned
from atrium.privacy.letters import Letters
from atrium.privacy.person import Person
from atrium.privacy.wiping import APART, naming, texts_of


@dataclass(frozen=True)
class Line:
    """So many rows of one sort, and why they are kept or what becomes of them."""

    title: str
    count: int
    why: str = ""


@dataclass(frozen=True)
class Preview:
    """The three lists that people decide by: what goes, where words are replaced, what stays."""

    person: Person

    @cached_property
    def goes(self) -> list[Line]:
        """Rows of the person that are removed, or emptied of what they say."""
        letters = Letters(self.person)
        found = [Line(gettext("E-mails and SMS with nobody else"), len(letters.alone))]
        found += [
            Line(kept.title, self.person.rows(kept).count())
            for kept in self.person.all
            if kept.fate != Fate.STAYS and kept.model not in _LETTERS
        ]
        return [line for line in found if line.count]

    @cached_property
    def replaced(self) -> list[Line]:
        """Rows of others, or of the business, in which the person's words are replaced."""
        if not self.person.wording:
            return []
        found = [
            Line(
                gettext("E-mails and SMS that others took part in"),
                len(Letters(self.person).shared),
            )
        ]
        for kept in KEPT:
            names = texts_of(kept)
            if names and kept.title and kept.model not in APART and issubclass(kept.table, Owned):
                found.append(Line(kept.title, self._others(kept, names)))
        return [line for line in found if line.count]

    @cached_property
    def stays(self) -> list[Line]:
        """What stays as it is, and why."""
        found = [
            Line(kept.title, self.person.rows(kept).count(), kept.why)
            for kept in self.person.all
            if kept.books
        ]
        stops = [n for n in SmsStop.objects.values_list("number", flat=True) if self._names(n)]
        kept = KEPT["conversations.SmsStop"]
        found.append(Line(kept.title, len(stops), kept.why))
        if not self.person.clients:
            held = Invoice.objects.filter(recipient__icontains=self.person.name).count()
            found.append(
                Line(gettext("Invoices that name the person"), held, KEPT["billing.Invoice"].why)
            )
        found.append(Line(gettext("Files of others that name the person"), self._files(), _FILES))
        return [line for line in found if line.count]

    def _others(self, kept: Kept, names: tuple[str, ...]) -> int:
        rows = naming(self.person, kept, names)
        if kept.fate != Fate.STAYS and set(kept.of) & {"contact", "client"}:
            rows = rows.exclude(pk__in=list(self.person.rows(kept).values_list("pk", flat=True)))
        return rows.count()

    def _names(self, text: str) -> bool:
        return self.person.wording.within(text)

    def _files(self) -> int:
        if not self.person.wording:
            return 0
        file: Any = KEPT["documents.File"].table
        rows = naming(self.person, KEPT["documents.Content"], ("text",))
        others = file.objects.exclude(client__in=self.person.clients)
        return int(others.filter(content__in=list(rows.values_list("pk", flat=True))).count())


_LETTERS = ("conversations.Message", "conversations.Attachment", "conversations.Party")
_FILES = gettext_lazy(
    "The words lie inside the files. Open each, and replace it where it has to go."
)

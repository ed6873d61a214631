"""What an organisation sets, part by part: each app declares its own in its configured.py.

A part says what its rows are called in a file, and which verbs add and change them. What is set and
stands in no part is named by left_out(), with the reason; a test goes over all pages of the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can

type Entry = dict[str, Any]


class Kind(Enum):
    """What may stand behind a name in the file; the value is what a refusal asks for."""

    TEXT = gettext_lazy("a text")
    FLAG = gettext_lazy("true or false")
    NUMBER = gettext_lazy("a whole number")
    TEXT_OR_NOTHING = gettext_lazy("a text or null")
    NUMBER_OR_NOTHING = gettext_lazy("a whole number or null")
    TEXTS = gettext_lazy("a list of texts")
    BY_NAME = gettext_lazy("an object of texts")
    ANYTHING = gettext_lazy("a value")

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        if value is None or self is Kind.ANYTHING:
            return self in {Kind.TEXT_OR_NOTHING, Kind.NUMBER_OR_NOTHING, Kind.ANYTHING}
        if self in {Kind.TEXTS, Kind.BY_NAME}:
            inside = value.values() if isinstance(value, dict) else value
            return type(value) is _TYPES[self] and all(isinstance(each, str) for each in inside)
        # Exactly: to Python true is a number.
        return type(value) is _TYPES[self]


_TYPES: Mapping[Kind, type] = {
    Kind.TEXT: str,
    Kind.TEXT_OR_NOTHING: str,
    Kind.FLAG: bool,
    Kind.NUMBER: int,
    Kind.NUMBER_OR_NOTHING: int,
    Kind.TEXTS: list,
    Kind.BY_NAME: dict,
}


class Part:
    """Rows of one sort: an entry of the file is one row, known again by the names in ``key``.

    ``says`` are the names of an entry and what stands behind them; a row of ``model`` has further
    columns only as ``unsaid`` names them. ``arranged``: the order of the file is theirs.
    A ``single`` part has one row, which stands in the file without a list around it.
    """

    slug: str
    label: str
    order: int
    needs: Can = Can.LEXICON_EDIT
    model: Any = None
    says: Mapping[str, Kind]
    unsaid: frozenset[str] = frozenset()
    key: tuple[str, ...] = ("label",)
    arranged: bool = False
    single: bool = False
    # What a reader of the preview has to know before such an entry is taken in.
    warning: str = ""

    @property
    def table(self) -> type[models.Model]:
        """Whose rows they are."""
        table: type[models.Model] = self.model
        return table

    @property
    def covers(self) -> tuple[str, ...]:
        """What SettingsPage.kept calls what is kept here: "app.model", or "app.model:field" of some fields."""
        return (self.table._meta.label_lower,)

    def rows(self, by: Member) -> list[Any]:
        """All there are that the member may know, in their order."""
        return list(self.model.objects.all())

    def entry(self, row: Any) -> Entry:
        """The row as the file says it."""
        return {name: getattr(row, name) for name in self.says}

    def anew(self, row: Any) -> Any:
        """The row as it is kept after a change."""
        return self.model.objects.get(pk=row.pk)

    def key_of(self, entry: Entry) -> tuple[Any, ...]:
        """What tells which row it is, however it is cased."""
        values = (entry.get(name) for name in self.key)
        return tuple(fold(each) if isinstance(each, str) else each for each in values)

    def name_of(self, entry: Entry) -> str:
        """What people call it."""
        return " · ".join(str(entry[name]) for name in self.key if entry.get(name)) or str(
            self.label
        )

    def checked(self, entry: Entry) -> Entry:
        """The entry where its names and their values are of the right sort; refused with the mend else."""
        for name, value in entry.items():
            kind = self.says.get(name)
            if kind is None:
                msg = gettext("“{name}” is not known here; known are {names}.")
                raise Refusal(msg.format(name=name[:60], names=", ".join(self.says)))
            if not kind.holds(value):
                msg = gettext("“{name}” is {kind}.")
                raise Refusal(msg.format(name=name, kind=kind.value))
            self._refuse_unfit(name, value)
        if missing := [name for name in self.key if name not in entry]:
            msg = gettext("Say its {names}.").format(names=", ".join(missing))
            raise Refusal(msg)
        return entry

    def _refuse_unfit(self, name: str, value: Any) -> None:
        """Hold a text or number against what its column takes, before a database has to refuse it."""
        column = {f.name: f for f in self.table._meta.concrete_fields}.get(name)
        takes = str if isinstance(column, models.CharField | models.TextField) else int
        if column is None or column.is_relation or type(value) is not takes:
            return
        try:
            if value != "":
                column.run_validators(value)
        except ValidationError as error:
            raise Refusal(f"{name}: {' '.join(error.messages)}") from error
        choices = [str(key) for key, _ in column.flatchoices]
        if choices and str(value) not in choices and not (value == "" and column.blank):
            known = ", ".join(key for key in choices if key)
            msg = gettext("{name}: “{value}” is no choice; write one of {known}.")
            raise Refusal(msg.format(name=name, value=str(value)[:60], known=known))

    def add(self, entry: Entry, *, by: Member) -> None:
        """Make the row by its own verb."""
        raise NotImplementedError

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        """Change the row by its own verb; what the entry does not name stays."""
        raise NotImplementedError

    def arrange(self, rows: list[Any], *, by: Member) -> None:
        """Put the rows in this order; others follow."""
        raise NotImplementedError


class OrganisationsOwn(Part):
    """Columns of the organisation itself: one entry, of the one row there is."""

    model = Organisation
    key = ()
    single = True

    @property
    def covers(self) -> tuple[str, ...]:
        return tuple(f"organisations.organisation:{name}" for name in self.says)

    def rows(self, by: Member) -> list[Any]:
        return [by.organisation]

    def anew(self, row: Any) -> Any:
        return row


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Something that is set and never stands in a file, and why."""

    label: str
    why: str


PARTS: Registry[Part] = Registry()
LEFT_OUT: Registry[LeftOut] = Registry()


def configures(*parts: Part) -> None:
    """Let these parts stand in the file."""
    for part in parts:
        PARTS.add(part.slug, part)


def left_out(label: str, why: str, *names: str) -> None:
    """Say why something is in no part: by "app.model", "app.model:field", or the url_name of its page."""
    for name in names:
        LEFT_OUT.add(name, LeftOut(label=label, why=why))


def in_order() -> list[Part]:
    """The parts as they are written and taken in: what others name by its name comes first."""
    return PARTS.ordered(lambda part: part.order)


def told_left_out() -> dict[str, str]:
    """What is left out, each with the reason, by what people call it."""
    found = {str(each.label): str(each.why) for _, each in LEFT_OUT.items()}
    return dict(sorted(found.items()))

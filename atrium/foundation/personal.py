"""What the tables and the timeline hold about people: declared by each app in its ``personal.py``.

A declaration says of each text of a model whether it holds personal data, whose, why it is kept and
what becomes of it when a person is erased. The export and the erasure of a person read nothing else,
and a test walks all models and kinds of events: what is not declared fails it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Self

from django.apps import apps
from django.db import models

from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext_lazy

ERASED = "[erased]"
type Sort = Literal["contact", "client"]
SORTS: tuple[Sort, ...] = ("contact", "client")


class Fate(StrEnum):
    """What becomes of the rows about a person when that person is erased."""

    label: str

    BLANK = "blank", gettext_lazy("Emptied; the row stays")
    DELETE = "delete", gettext_lazy("Removed")
    STAYS = "stays", gettext_lazy("Stays")

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What one model keeps.

    ``of``: how a row finds its person, a look-up each for a ``contact`` and a ``client`` that is
    one. ``about``: fields that hold data about that person. ``words``: free text that may name
    anybody. ``derived``: made anew from what other rows say. ``books``: what the law wants kept. ``member``: about people who work here. ``plain``:
    no personal data. ``files``: the fields of ``about`` that name stored files. ``own``: those of ``about`` that say who it is; when
    another person is erased who bears the same name they stay. ``instead``: what a
    field says that must not be empty.
    """

    model: str
    why: str = ""
    title: str = ""
    of: dict[str, str] = field(default_factory=dict)
    fate: Fate = Fate.STAYS
    about: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    books: tuple[str, ...] = ()
    member: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    instead: dict[str, str] = field(default_factory=dict)

    @property
    def declared(self) -> tuple[str, ...]:
        """Every field that the declaration speaks of."""
        return (*self.about, *self.words, *self.derived, *self.books, *self.member, *self.plain)

    @property
    def direct(self) -> tuple[Sort, ...]:
        """The sorts of people whom a row names by itself."""
        return tuple(sort for sort in SORTS if self.of.get(sort) == sort)

    @property
    def loose(self) -> tuple[str, ...]:
        """The fields in whose text anybody may be named."""
        closed = {*self.own, *self.files}
        return tuple(name for name in (*self.about, *self.words) if name not in closed)

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)


KEPT: Registry[Kept] = Registry()
# By app: particulars of its events that are business facts. What an event wipes it says itself.
PARTICULARS: Registry[frozenset[str]] = Registry()


def keeps(
    model: str,
    *,
    why: str,
    title: str = "",
    of: dict[str, str] | None = None,
    fate: Fate = Fate.STAYS,
    instead: dict[str, str] | None = None,
    **fields: str,
) -> None:
    """Declare the personal data of a model; ``fields`` as in Kept, their names with spaces between.

    Raises ValueError where a model is declared twice.
    """
    split: dict[str, Any] = {sort: tuple(names.split()) for sort, names in fields.items()}
    KEPT.add(
        model,
        Kept(
            model=model,
            why=why,
            title=title,
            of=of or {},
            fate=fate,
            instead=instead or {},
            **split,
        ),
    )


def plain(model: str, fields: str) -> None:
    """Declare that these texts of a model are no personal data."""
    KEPT.add(model, Kept(model=model, plain=tuple(fields.split())))


def tells(app: str, particulars: str) -> None:
    """Declare which particulars of the events of an app stay: what happened, not to whom."""
    PARTICULARS.add(app, frozenset(particulars.split()))


# Who asked stands there as a hash, for a minute or two.
plain("foundation.Bucket", "name")

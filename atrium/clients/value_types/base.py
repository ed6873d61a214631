"""What a field of the organisation's own can hold: one small class a type."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.utils.safestring import SafeString, mark_safe

from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

LONGEST_KEY = 120
UNREAD = "unread"
type Key = str | float


class Definition(Protocol):
    """What a type has to know of the field it reads for."""

    @property
    def label(self) -> str: ...

    @property
    def options(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Operator:
    """One way to narrow a list by a field, as addresses write it and as people read it."""

    slug: str
    words: str


HAS = Operator("has", gettext_lazy("contains"))
LACKS = Operator("lacks", gettext_lazy("does not contain"))
BEGINS = Operator("begins", gettext_lazy("begins with"))
IS = Operator("is", gettext_lazy("is"))
NOT = Operator("not", gettext_lazy("is not"))
FROM = Operator("min", gettext_lazy("is at least"))
TO = Operator("max", gettext_lazy("is at most"))
IN = Operator("in", gettext_lazy("is in"))
EMPTY = Operator("empty", gettext_lazy("is empty"))
FILLED = Operator("filled", gettext_lazy("is filled in"))
ALL_OPERATORS = (HAS, LACKS, BEGINS, IS, NOT, FROM, TO, IN, EMPTY, FILLED)
OPERATORS = {each.slug: each for each in ALL_OPERATORS}
NEGATIONS = {NOT: IS, LACKS: HAS, FILLED: EMPTY}


class ValueType(ABC):
    """How values of one type are read, shown, written to files, sorted and found.

    A stored value is plain JSON. ``read`` takes what was typed, what a program sent and what is
    stored, so that ``read(written(value)) == value`` and ``read(value) == value``.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str]
    takes: ClassVar[str]
    control: ClassVar[str] = "line"
    input: ClassVar[str] = "text"
    operators: ClassVar[tuple[Operator, ...]] = (HAS, LACKS, IS, NOT, BEGINS, EMPTY, FILLED)
    numeric: ClassVar[bool] = False
    searched: ClassVar[bool] = False
    sortable: ClassVar[bool] = True
    by_hand: ClassVar[bool] = True

    @property
    def is_figure(self) -> bool:
        """Whether people read it as a figure, to the right of its column."""
        return self.numeric and self.control not in {"choice", "yes_no"}

    def read(self, typed: Any, field: Definition, where: Where) -> Any:
        """The value to store; None for nothing. Raises FormatError with how to mend it."""
        if isinstance(typed, str):
            typed = typed.replace("\x00", "").encode("utf-8", "replace").decode().strip()
        if typed is None or typed in ("", [], {}):
            return None
        return self._parsed(typed, field, where)

    @abstractmethod
    def _parsed(self, typed: Any, field: Definition, where: Where) -> Any:
        """The value of something that is not nothing."""

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        """The value as people read it."""
        return str(value)

    def leads(self, value: Any, where: Where) -> str:
        """The address that the value leads to; empty for nowhere."""
        return ""

    def drawn(self, value: Any, field: Definition, where: Where) -> SafeString:
        """The value on a page, as safe HTML."""
        text, url = escape(self.shown(value, field, where)), self.leads(value, where)
        return mark_safe(f'<a href="{escape(url)}">{text}</a>' if url else text)  # noqa: S308 - escaped here

    def entered(self, value: Any, field: Definition, where: Where) -> Any:
        """The value as its input holds it."""
        return self.written(value, field, where)

    def written(self, value: Any, field: Definition, where: Where) -> str:
        """The value in a cell of a file; reading it back gives the same value."""
        return self.shown(value, field, where)

    def keys(self, value: Any, field: Definition, where: Where) -> list[Key]:
        """What lists are sorted and narrowed by: a number, or folded text."""
        return [fold(self.shown(value, field, where))[:LONGEST_KEY]]

    def sought(self, typed: str, field: Definition, where: Where) -> Key:
        """The key that a filter's text means. Raises FormatError."""
        return fold(typed)[:LONGEST_KEY]

    def said(self, typed: str, field: Definition, where: Where) -> str:
        """What a filter's text is called on its pill."""
        return typed

    def searchable(self, value: Any, field: Definition, where: Where) -> str:
        """The words that search finds the client by."""
        return self.shown(value, field, where) if self.searched else ""

    @abstractmethod
    def schema(self, field: Definition) -> dict[str, Any]:
        """The JSON schema of a stored value."""


def is_unread(value: Any) -> bool:
    """Whether ``value`` was kept as it came, since it does not fit the type."""
    return isinstance(value, dict) and set(value) == {UNREAD}


def unread(typed: Any) -> dict[str, str]:
    """What does not fit, kept as it is so that nothing is lost."""
    return {UNREAD: typed if isinstance(typed, str) else json.dumps(typed, ensure_ascii=False)}


def line(typed: Any, longest: int = 500) -> str:
    """One line of text. Raises FormatError for anything else, and where it is too long."""
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        typed = str(typed)
    if not isinstance(typed, str):
        msg = gettext("Write it as text.")
        raise FormatError(msg)
    text = " ".join(typed.split())
    if len(text) > longest:
        msg = gettext("This has {count} characters; at most {longest} fit. Shorten it.").format(
            count=f"{spoken(len(text)):,}", longest=f"{spoken(longest):,}"
        )
        raise FormatError(msg)
    return text

"""What is said to one and read by another later: kept as what it is made of, said anew when it is read.

The label of an act, a particular of an event, why an undo left something alone: each is written once and read in
any language. ``gettext("{name} is on hold").format(name=name)`` is therefore no bare text but a ``Said``, which
knows its message and its parts; so do days and numbers that ``spelled()`` wrote, and amounts of money. ``kept()``
is that as JSON, ``told()`` the text again, in the language of who reads now. A text that knows nothing of the kind
(what people typed, what was kept before) is kept and told as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple, Self, override

from django.utils import translation
from django.utils.functional import Promise

from atrium.foundation.formats.spoken import ENGLISH, Spoken, is_english, spoken

type Telling = Callable[[dict[str, Any]], str]
# By the name that a mapping has among what is kept; nothing else that we keep has such names.
_TELLING: dict[str, Telling] = {}
_NOUNS_ARE_LARGE = "de"
_CLOCKS: tuple[tuple[str, Any], ...] = (("at", datetime), ("day", date), ("hour", time))


def tells(name: str) -> Callable[[Telling], Telling]:
    """Say how what is kept under this name is told."""

    def register(telling: Telling) -> Telling:
        _TELLING[name] = telling
        return telling

    return register


class Made(str):
    """A text that knows what it is made of."""

    __slots__ = ()

    @override
    def __str__(self) -> str:
        # So that str() forgets nothing, neither of this nor of a lazy text that becomes it.
        return self

    def kept(self) -> Any:
        """As JSON."""
        raise NotImplementedError


class Message(NamedTuple):
    """What translators know a text by."""

    one: str
    many: str = ""  # where it counts
    number: float = 0
    context: str = ""

    def text(self) -> str:
        """In the language of who reads now."""
        if self.many:
            return translation.ngettext(self.one, self.many, self.number)
        if self.context:
            return translation.pgettext(self.context, self.one)
        return translation.gettext(self.one) if self.one else ""


class Said(Made):
    """A message, filled in or yet to be."""

    __slots__ = ("given", "message")

    message: Message
    given: dict[str, Any]

    def __new__(
        cls, text: str, message: Message | None = None, given: dict[str, Any] | None = None
    ) -> Self:
        said = str.__new__(cls, text)
        said.message, said.given = message or Message(text), given or {}
        return said

    @override
    def format(self, /, *args: object, **given: object) -> str:
        text = str.format(self, *args, **given)
        return text if args else type(self)(text, self.message, given)

    @override
    def kept(self) -> Any:
        found: dict[str, Any] = {"said": self.message.one}
        if self.message.many:
            found |= {"many": self.message.many, "count": self.message.number}
        if self.message.context:
            found["context"] = self.message.context
        parts = {name: _part(value) for name, value in self.given.items()}
        return found | ({"with": parts} if parts else {})


@tells("said")
def _said(value: dict[str, Any]) -> str:
    message = Message(
        value["said"], value.get("many", ""), value.get("count", 0), value.get("context", "")
    )
    given = {name: _given(part) for name, part in value.get("with", {}).items()}
    for text in (message.text(), message.one):
        try:
            return Said(text, message).format(**given)
        except (LookupError, ValueError, AttributeError):
            # Parts that no longer fit, since an erasure took a name out of the message.
            continue
    return message.one


class Listed(Made):
    """Texts one after the other, each of which may be a message."""

    __slots__ = ("by", "texts")

    by: str
    texts: list[str]

    @override
    def kept(self) -> Any:
        return {"listed": [kept(text) for text in self.texts], "by": self.by}


def listed(texts: Iterable[str], by: str = ", ") -> str:
    """The texts with commas between them, or with what else is named."""
    some = list(texts)
    found = Listed(by.join(map(str, some)))
    found.texts, found.by = some, by
    return found


@tells("listed")
def _listed(value: dict[str, Any]) -> str:
    return listed(map(told, value["listed"]), value["by"])


class Within(Made):
    """A text that begins a line elsewhere, as it stands inside a sentence."""

    __slots__ = ("is_noun", "whole")

    whole: str
    is_noun: bool

    @override
    def kept(self) -> Any:
        return {"within": kept(self.whole), "noun": self.is_noun}


def within(text: str, *, noun: bool = False) -> str:
    """The text with a small letter at its beginning, unless it is an abbreviation, or a noun in German.

    Never ``lower()``, which would make "vat id" of "VAT ID" and "rechnung" of "Rechnung". "E-Mail" stays, "E-mail" not.
    """
    whole = str(text)
    stays = whole[1:].removeprefix("-")[:1].isupper() or (
        noun and (translation.get_language() or "").startswith(_NOUNS_ARE_LARGE)
    )
    found = Within(whole if stays else whole[:1].lower() + whole[1:])
    found.whole, found.is_noun = whole, noun
    return found


def as_heading(text: str) -> str:
    """A text that stands inside sentences, as it begins a line: only its first letter changes, for names keep theirs."""
    return f"{text[:1].upper()}{text[1:]}"


@tells("within")
def _within(value: dict[str, Any]) -> str:
    return within(told(value["within"]), noun=value["noun"])


class Spelled(Made):
    """A number or a day as it was written."""

    __slots__ = ("spec", "value")

    value: Any
    spec: str

    @override
    def kept(self) -> Any:
        return {"spelled": _part(self.value), "as": self.spec}


def spelled(value: Any, spec: str) -> str:
    """What f"{spoken(value):spec}" is, for what is kept."""
    text = Spelled(format(spoken(value), spec))
    text.value, text.spec = value, spec
    return text


@tells("spelled")
def _spelled(value: dict[str, Any]) -> str:
    bare = _given(value["spelled"])
    return spelled(bare.value if isinstance(bare, Spoken) else bare, value["as"])


def kept(value: Any) -> Any:
    """A text, or a list that holds texts, as JSON from which told() says it in any language."""
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, Made):
        return value.kept()
    if isinstance(value, list | tuple):
        return [kept(each) for each in value]
    return value


def told(value: Any) -> Any:
    """What kept() made of it, in the language of who reads now."""
    if isinstance(value, list):
        return [told(each) for each in value]
    if isinstance(value, dict):
        telling = next((_TELLING[name] for name in _TELLING if name in value), None)
        return telling(value) if telling else value
    return value


def in_english(text: str) -> str:
    """What was said, in the language that the source is written in."""
    if is_english():
        return text
    with translation.override(ENGLISH):
        return str(told(kept(text)))


def _part(value: Any) -> Any:
    """What a message is filled with, as JSON; whatever is no number and no day is filled in as its text."""
    if isinstance(value, Spoken):
        return _part(value.value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    sort = next((name for name, clock in _CLOCKS if isinstance(value, clock)), "")
    if sort:
        return {sort: value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else kept(str(value))


def _given(part: Any) -> Any:
    if isinstance(part, int | float):
        return spoken(part)
    if not isinstance(part, dict):
        return told(part)
    if "number" in part:
        return spoken(Decimal(part["number"]))
    for name, sort in _CLOCKS:
        if name in part:
            return spoken(sort.fromisoformat(part[name]))
    return told(part)

"""What can be imported beside clients: its places for columns, and how a row becomes a piece of work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, money
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.reading import dates
from atrium.foundation.translation import gettext
from atrium.imports.reading.mapping import IGNORE, Column
from atrium.imports.reading.mapping import Mapping as Matched
from atrium.imports.work.known import Known, Values, number_in

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.imports.reading import Table
    from atrium.organisations.models import Member
    from atrium.organisations.permissions import Can


@dataclass
class Parsed:
    """A row as it is understood: what the verbs take, what was not understood, and why it fails.

    ``told`` has only what the row says; a problem is [field, words, whether it is only a warning].
    """

    values: Values
    told: dict[str, Any] = field(default_factory=dict)
    client: Client | None = None
    problems: list[list[Any]] = field(default_factory=list)
    failed: str = ""

    def warn(self, name: str, words: str) -> None:
        """Say that a value is left out."""
        self.problems.append([name, words, True])


class Sort(ABC):
    """Jobs or projects on their way in. ``places`` are what columns can be, by their words."""

    what: ClassVar[str]
    noun: ClassVar[str]
    heading: ClassVar[str]
    letter: ClassVar[str]
    url_name: ClassVar[str]
    needs: ClassVar[Can]
    model: ClassVar[Any]
    places: ClassVar[dict[str, str]]
    headings: ClassVar[dict[str, str]]

    @abstractmethod
    def read(self, parsed: Parsed, known: Known) -> None:
        """Understand the values of a row."""

    @abstractmethod
    def add(self, parsed: Parsed, by: Member) -> Any:
        """Make it."""

    @abstractmethod
    def change(self, row: Any, told: dict[str, Any], by: Member) -> None:
        """Set what differs."""

    @abstractmethod
    def standing(self, row: Any) -> dict[str, Any]:
        """What it says now, by the names that ``told`` has."""

    def wished(self, row: Any, told: dict[str, Any]) -> dict[str, Any]:
        """What ``row`` shall say, where that follows from both what it says and what was told."""
        return told

    @property
    def nouns(self) -> str:
        return f"{self.noun}s"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a column can be chosen to be."""
        return [*self.places.items(), (IGNORE, gettext("Leave out"))]

    def suggest(self, table: Table) -> Matched:
        """A place for each column by its heading, each place once; the others are left out."""
        taken: set[str] = set()
        columns = []
        for header in table.columns:
            place = self._place_of(header)
            if place in taken:
                place = IGNORE
            taken.add(place)
            columns.append(Column(header, place))
        return Matched(table.source, tuple(columns))

    def _place_of(self, header: str) -> str:
        said = fold(header.replace("_", " "))
        for place, label in self.places.items():
            if said in {fold(label), fold(place.replace("_", " "))}:
                return place
        return self.headings.get(said, IGNORE)

    def mapping(self, text: str) -> Matched:
        """A saved mapping; Unreadable where it cannot be read."""
        return Matched.from_json(text, known=(*self.places, IGNORE))

    def chosen(self, mapping: Matched, targets: Iterable[str]) -> Matched:
        """The mapping with each column where it was put; refused where two go to one place."""
        columns: list[Column] = []
        for column, target in zip(mapping.columns, targets, strict=True):
            place = target or IGNORE
            if place != IGNORE and any(one.target == place for one in columns):
                msg = gettext("Two columns go to {places}; choose one of them.").format(
                    places=self.places[place]
                )
                raise Refusal(msg, field="mapping")
            columns.append(replace(column, target=place))
        return Matched(mapping.source, tuple(columns))

    def parsed(self, values: Values, known: Known) -> Parsed:
        """A row of values, understood."""
        found = Parsed(values)
        found.client, why = known.client(values)
        names = any(values.get(n) for n in ("client", "client_number", "client_external_id"))
        if names and found.client is None:
            found.failed = why
        self.read(found, known)
        return found

    def found(self, rows: Iterable[Parsed], by: Member) -> dict[int, list[Any]]:
        """Those that stand already, by the place of their row: by number, else by external ID."""
        some = list(rows)
        numbers = {number_in(row.values.get("number", ""), self.letter) for row in some} - {None}
        outside = {row.values.get("external_id", "") for row in some} - {""}
        seen = self.model.objects.visible_to(by).kept().select_related("client")
        wanted = Q(number__in=numbers) | Q(external_id__in=outside)
        standing = list(seen.filter(wanted)) if numbers or outside else []
        found: dict[int, list[Any]] = {}
        for place, row in enumerate(some):
            number = number_in(row.values.get("number", ""), self.letter)
            key = row.values.get("external_id", "")
            by_number = [one for one in standing if one.number == number]
            found[place] = by_number or [one for one in standing if key and one.external_id == key]
        return found

    def differences(self, row: Any, told: dict[str, Any]) -> list[list[str]]:
        """What a row would change: place in words, before, after."""
        now = self.standing(row)
        return [
            [
                str(self.places.get(name, name)),
                self.shown(name, now[name], row),
                self.shown(name, value, row),
            ]
            for name, value in self.wished(row, told).items()
            if now[name] != value
        ]

    def shown(self, _name: str, value: Any, _row: Any) -> str:
        """A value as the plan tells it."""
        return _shown(value)

    def called(self, parsed: Parsed) -> str:
        """What a row calls its piece of work; empty where it does not say."""
        return str(parsed.told.get("title", ""))

    def code(self, row: Any) -> str:
        """The number by which people know it."""
        return str(row.code)

    def title(self, row: Any) -> str:
        """What it is called."""
        return str(row.title)

    def named(self, row: Any) -> str:
        """Number and title."""
        return f"{self.code(row)} {self.title(row)}".strip()

    def in_use(self, _keys: Collection[int]) -> set[int]:
        """Those that an undo leaves alone, since something else stands on them."""
        return set()

    def differing(self, row: Any, told: dict[str, Any]) -> dict[str, Any]:
        """Only what differs."""
        now = self.standing(row)
        wished = self.wished(row, told)
        return {name: value for name, value in wished.items() if now[name] != value}


def _shown(value: Any) -> str:
    if isinstance(value, (list, frozenset)):
        return ", ".join(
            sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value)
        )
    return "" if value is None else str(value)


def texts(parsed: Parsed, names: Iterable[str], longest: Mapping[str, int]) -> None:
    """Take texts as they are; one that is too long fails the row."""
    for name in names:
        if name not in parsed.values:
            continue
        text = parsed.values[name].replace("\x00", "").strip()
        if len(text) > longest.get(name, len(text)):
            parsed.failed = gettext(
                "This {name} is longer than {longest:,} characters; shorten it."
            ).format(name=name, longest=spoken(longest[name]))
            return
        parsed.told[name] = text


def day(parsed: Parsed, name: str, known: Known) -> None:
    """Take a day, in the order of the country where it is not clear."""
    text = parsed.values.get(name)
    if text is None:
        return
    try:
        found = dates.read(text, dates.usual_order(known.place.country)) if text.strip() else None
    except (ValueError, OverflowError):
        parsed.warn(name, gettext("“{text}” is no day.").format(text=text))
        return
    parsed.told[name] = found


def amount(parsed: Parsed, place: str, name: str, known: Known) -> None:
    """Take an amount of money, with the currency that the row names."""
    text = parsed.values.get(place)
    if text is None:
        return
    usual = parsed.told.get("currency") or known.place.currency
    if not text.strip():
        parsed.told[name] = None
        return
    try:
        code = money.currency_in(text, usual)
        parsed.told |= {name: money.parse(text, code, known.place.country), "currency": code}
    except FormatError as error:
        parsed.warn(place, str(error))


def member(parsed: Parsed, name: str, known: Known) -> None:
    """Take who is named, by name or e-mail address."""
    text = parsed.values.get(name)
    if text is None:
        return
    found = known.member(text) if text.strip() else None
    if text.strip() and found is None:
        parsed.warn(name, gettext("Nobody here is called {text}.").format(text=text))
        return
    parsed.told[name] = found


def members(parsed: Parsed, name: str, known: Known) -> None:
    """Take those who are named, parted by semicolons."""
    text = parsed.values.get(name)
    if text is None:
        return
    found: dict[int, Member] = {}
    for said in filter(None, (one.strip() for one in text.split(";"))):
        one = known.member(said)
        if one is None:
            parsed.warn(name, gettext("Nobody here is called {said}.").format(said=said))
        else:
            found[one.pk] = one
    parsed.told[name] = [found[key] for key in sorted(found)]


def of_list[Word](
    parsed: Parsed, name: str, words: Iterable[Word], label: Callable[[Word], str]
) -> None:
    """Take a word of a list of the organisation."""
    text = parsed.values.get(name, "").strip()
    if not text:
        return
    for word in words:
        if fold(label(word)) == fold(text):
            parsed.told[name] = word
            return
    parsed.warn(name, gettext("There is no {name} {text} here.").format(name=name, text=text))

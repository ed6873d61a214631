"""What search reads of a client: its document, from rows that were read or that were just made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Model, Q

from atrium.clients.models import Client, Contact, Link, Location, Point, State
from atrium.clients.models.client_queryset import HIDDEN
from atrium.clients.search.custom import SearchedFields
from atrium.clients.search.tokens import Field, digits, line, words
from atrium.foundation.formats.names import fold

MOST_WORDS = 200
_NAMES_OF = ("name", "legal_name", "external_id")
type _Rows = dict[int, list[tuple[Any, ...]]]


class Entry(NamedTuple):
    """A client's document as it is kept."""

    archived: bool
    text: str
    shown: str


def _rows() -> _Rows:
    return defaultdict(list)


@dataclass(slots=True)
class _Told:
    """What the rows of some clients say; each list in the order in which a document tells it."""

    clients: list[tuple[Any, ...]]
    former: _Rows = field(default_factory=_rows)
    people: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str] = field(default_factory=dict)
    reach: _Rows = field(default_factory=_rows)
    theirs: _Rows = field(default_factory=_rows)
    places: _Rows = field(default_factory=_rows)


def documents(chunk: Sequence[int]) -> dict[int, Entry]:
    """What is searched of these clients; withdrawn ones are not found at all."""
    clients = Client.objects.filter(of_keys("pk", chunk)).exclude(state__in=HIDDEN)
    rows = list(clients.values_list("id", "state", *_NAMES_OF, "extra", "absorbs"))
    wanted = set(chunk)
    told = _Told([row[:-1] for row in rows if row[0] in wanted])
    if any(absorbs for *_, absorbs in rows):
        gone = Client.objects.filter(survivor__in=chunk, state=State.MERGED).order_by("id")
        told.former = _grouped(gone.values_list("survivor_id", *_NAMES_OF))
    links = Link.objects.current().filter(of_keys("client_id", chunk))
    links = links.order_by("-is_primary", "id")
    for client, contact, name in links.values_list("client_id", "contact_id", "contact__name"):
        told.people[client].append(contact)
        told.names[contact] = name
    points = Point.objects.order_by("-preferred", "id")
    said = ("kind", "value", "normal")
    told.reach = _grouped(
        points.filter(of_keys("client_id", chunk)).values_list("client_id", *said)
    )
    if told.names:
        theirs = points.filter(of_keys("contact_id", sorted(told.names)))
        told.theirs = _grouped(theirs.values_list("contact_id", *said))
    places = Location.objects.filter(of_keys("client_id", chunk)).order_by("-is_default", "id")
    parts = ("street", "city", "region", "postcode")
    told.places = _grouped(places.values_list("client_id", *parts))
    return _written(told)


def documents_of_new(
    added: Mapping[type[Model], list[Any]], *, besides: Collection[int]
) -> dict[int, Entry]:
    """The same of clients that an act has just made, with all that hangs on them, from these rows.

    Left out are those ``besides``, and who stands with somebody that was here before.
    """
    clients: list[Client] = added.get(Client, [])
    told = _Told([(c.pk, c.state, c.name, c.legal_name, c.external_id, c.extra) for c in clients])
    contacts: list[Contact] = added.get(Contact, [])
    told.names = {contact.pk: contact.name for contact in contacts}
    known: set[int] = {row[0] for row in told.clients}.difference(besides)
    links: list[Link] = added.get(Link, [])
    for link in sorted(links, key=lambda link: not link.is_primary):
        if link.contact_id not in told.names:
            known.discard(link.client_id)
        elif link.ended_on is None:
            told.people[link.client_id].append(link.contact_id)
    told.clients = [row for row in told.clients if row[0] in known]
    points: list[Point] = added.get(Point, [])
    for point in sorted(points, key=lambda point: not point.preferred):
        said = (point.kind, point.value, point.normal)
        if point.client_id is not None:
            told.reach[point.client_id].append(said)
        elif point.contact_id is not None:
            told.theirs[point.contact_id].append(said)
    places: list[Location] = added.get(Location, [])
    for at in sorted(places, key=lambda place: not place.is_default):
        told.places[at.client_id].append((at.street, at.city, at.region, at.postcode))
    return _written(told)


def _written(told: _Told) -> dict[int, Entry]:
    found = {}
    own = SearchedFields()
    for key, state, name, legal_name, external_id, extra in told.clients:
        lines = _Lines()
        lines.words(Field.NAME, name)
        lines.words(Field.LEGAL_NAME, legal_name)
        for was in told.former.get(key, ()):
            for said in was:
                lines.words(Field.FORMER, said)
        people = told.people.get(key, ())
        for contact in people:
            lines.words(Field.CONTACT, told.names[contact])
        lines.words(Field.EXTERNAL_ID, external_id)
        theirs = chain.from_iterable(told.theirs.get(contact, ()) for contact in people)
        lines.points([*told.reach.get(key, ()), *theirs])
        lines.places(told.places.get(key, ()))
        for shown, found_by in own.lines(extra):
            lines.custom(shown, found_by)
        found[key] = lines.entry(archived=state == State.ARCHIVED)
    return found


def of_keys(column: str, keys: Sequence[int]) -> Q:
    """Rows of these keys, given in order; where they are dense, by their stretch, which costs less."""
    first, last = keys[0], keys[-1]
    if last - first < 2 * len(keys):
        return Q(**{f"{column}__gte": first, f"{column}__lte": last})
    return Q(**{f"{column}__in": keys})


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return found


class _Lines:
    """A document while it is written, the best fields first."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}

    def words(self, field: Field, shown: str) -> None:
        if shown and (found := words(shown)):
            self._lines.setdefault(line(field, found), " ".join(shown.split()))

    def custom(self, shown: str, found_by: str) -> None:
        if found := words(found_by):
            self._lines.setdefault(line(Field.CUSTOM, found[:MOST_WORDS]), shown)

    def points(self, rows: Iterable[tuple[str, str, str]]) -> None:
        for kind, value, normal in rows:
            if kind == "email":
                self._lines.setdefault(line(Field.EMAIL, ["".join(fold(value).split())]), value)
            elif kind == "phone":
                for number in _numbers(value, normal):
                    self._lines.setdefault(line(Field.PHONE, [number]), value)
            else:
                self.words(Field.EXTERNAL_ID, value)

    def places(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        rows = list(rows)
        for _, city, region, _ in rows:
            self.words(Field.TOWN, city)
            self.words(Field.TOWN, region)
        for street, _, _, postcode in rows:
            self.words(Field.STREET, street)
            if code := "".join(words(postcode)):
                self._lines.setdefault(line(Field.POSTCODE, [code]), postcode)

    def entry(self, *, archived: bool) -> Entry:
        return Entry(archived, "\n".join(self._lines), "\n".join(self._lines.values()))


def _numbers(value: str, normal: str) -> list[str]:
    """The digits as dialled from abroad, and as written where they are others."""
    typed, dialled = digits(value), digits(normal)
    if typed.lstrip("0") in dialled:
        return [dialled] if dialled else []
    return [number for number in (dialled, typed) if number]

"""Which client of the base a row is about: exact matches only, several at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from atrium.clients.models import Client, Link, Location, Point, State
from atrium.foundation.translation import gettext
from atrium.imports.content import Content
from atrium.organisations.models import Member

# Said once more than visible_to() says it, by what they are: the index of names can then be asked.
_SEEN = (State.LIVE, State.ARCHIVED)

_REACHED = frozenset({"email", "phone"})


@dataclass(frozen=True, slots=True)
class Found:
    """A client that a row may be about."""

    pk: int
    number: int
    name: str
    name_key: str
    external_id: str
    archived: bool

    def __str__(self) -> str:
        return f"C-{self.number:04d} {self.name}"


@dataclass(slots=True)
class Match:
    """What the base knows of a row: the one client, or several, or one that only looks alike."""

    client: Found | None = None
    ambiguous: list[Found] | None = None
    alike: Found | None = None


def names_taken(contents: Iterable[Content]) -> set[str]:
    """The names that live clients have, hidden ones too.

    Who gets a name that is taken is a namesake, which the database asks for; nothing of it is told.
    """
    keys = {content.name_key for content in contents}
    named = Client.objects.filter(name_key__among=keys, state=State.LIVE)
    return set(named.values_list("name_key", flat=True))


class Base:
    """The clients that the contents of one chunk may be about, read with few statements.

    Only what ``by`` may see is looked at, so that nothing of the rest shows.
    """

    def __init__(self, contents: Iterable[Content], *, by: Member) -> None:
        some = list(contents)
        self._by_reach = self._reached(some)
        keys = {key for found in self._by_reach.values() for key in found}
        wanted = Q(pk__in=keys)
        for name, values in (
            ("external_id", {c.values.get("external_id", "") for c in some}),
            ("name_key", {c.name_key for c in some}),
            ("number", {c.client_number for c in some}),
        ):
            if values := values - {"", 0}:
                wanted |= Q(**{f"{name}__among": values})
        self._clients: dict[int, Found] = {}
        for pk, number, name, name_key, external_id, state in (
            Client.objects.visible_to(by)
            .filter(wanted, state__in=_SEEN)
            .values_list("pk", "number", "name", "name_key", "external_id", "state")
        ):
            archived = state == State.ARCHIVED
            self._clients[pk] = Found(pk, number, name, name_key, external_id, archived)
        self._index()
        self._follow_merged(wanted, by)
        self.taken = names_taken(some)

    def _follow_merged(self, wanted: Q, by: Member) -> None:
        """An old number or ID leads to the client that the one who had it was merged into."""
        gone = Client.objects.filter(wanted, state=State.MERGED).exclude(survivor=None)
        olds: list[tuple[int, str, int]] = list(
            gone.values_list("number", "external_id", "survivor_id")
        )
        if not olds:
            return
        rows = Client.objects.visible_to(by).filter(pk__in=[survivor for *_, survivor in olds])
        into = {client.pk: client for client in rows}
        for number, external, survivor in olds:
            if (one := into.get(survivor)) is None:
                continue
            fresh = Found(
                one.pk, one.number, one.name, one.name_key, one.external_id, one.is_archived
            )
            found = self._clients.setdefault(survivor, fresh)
            self._by_number.setdefault(number, found)
            if external:
                self._by_external[external] = [found]
                self._former.add((survivor, external))

    def _index(self) -> None:
        self._former: set[tuple[int, str]] = set()
        self._by_external: defaultdict[str, list[Found]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Found]] = defaultdict(list)
        self._by_number = {found.number: found for found in self._clients.values()}
        for found in self._clients.values():
            if found.external_id:
                self._by_external[found.external_id].append(found)
            self._by_name[found.name_key].append(found)
        places = Location.objects.filter(client__in=self._clients).exclude(postcode="")
        self._postcodes: defaultdict[int, set[str]] = defaultdict(set)
        if self._clients:
            for key, postcode in places.values_list("client_id", "postcode"):
                self._postcodes[key].add(postcode.casefold())

    @staticmethod
    def _reached(contents: list[Content]) -> dict[str, set[int]]:
        wanted = {r.normal for c in contents for r in c.reach if r.sound and r.kind in _REACHED}
        by_reach: defaultdict[str, set[int]] = defaultdict(set)
        by_contact: defaultdict[int, set[str]] = defaultdict(set)
        if not wanted:
            return by_reach
        points = Point.objects.filter(kind__in=["email", "phone"], normal__among=wanted, sound=True)
        for normal, client, contact in points.values_list("normal", "client_id", "contact_id"):
            if client:
                by_reach[normal].add(client)
            else:
                by_contact[contact].add(normal)
        if by_contact:
            links = Link.objects.current().filter(contact__in=list(by_contact))
            for contact, client in links.values_list("contact_id", "client_id"):
                for normal in by_contact[contact]:
                    by_reach[normal].add(client)
        return by_reach

    @property
    def keys(self) -> list[int]:
        """The clients that were met."""
        return list(self._clients)

    def match(self, content: Content, *, ignoring: frozenset[int] = frozenset()) -> Match:
        """The client to update: by number, external id, e-mail, phone, then name and postcode."""
        external = content.values.get("external_id", "")
        if content.client_number in self._by_number:
            return Match(client=self._by_number[content.client_number])
        for candidates in (
            self._by_external.get(external, []) if external else [],
            self._at(content.emails),
            self._at(content.phones),
            self._of_same_name_and_place(content),
        ):
            known = [c for c in candidates if c.pk not in ignoring and self._may_be(c, external)]
            if len(known) == 1:
                return Match(client=known[0])
            if known:
                return Match(ambiguous=known)
        return Match()

    def twin(self, content: Content, *, ignoring: frozenset[int] = frozenset()) -> Match:
        """The client that the row would be a second of: same id, or same name and way to reach."""
        external = content.values.get("external_id", "")
        same = [*self._by_external.get(external, [])] if external else []
        reached = {c.pk for c in (*self._at(content.emails), *self._at(content.phones))}
        named = [
            c
            for c in self._by_name.get(content.name_key, [])
            if c.pk in reached or self._shares_place(c, content)
        ]
        known = [c for c in (*same, *named) if c.pk not in ignoring]
        certain = next((c for c in known if self._may_be(c, external)), None)
        return Match(client=certain, alike=next(iter(known), None))

    def knows_of(self, content: Content) -> bool:
        """Whether anything here has a value of the row: where nothing has, no rule can match."""
        return (
            content.name_key in self.taken
            or content.name_key in self._by_name
            or content.client_number in self._by_number
            or content.values.get("external_id", "") in self._by_external
            or any(reach.normal in self._by_reach for reach in content.reach)
        )

    def namesake(self, content: Content) -> Found | None:
        """The live client that has this name, as far as it may be seen."""
        return next((c for c in self._by_name.get(content.name_key, ()) if not c.archived), None)

    def name_taken(self, content: Content) -> str:
        """That a client has this name, in a sentence; one that is hidden is none."""
        twin = self.namesake(content)
        return gettext("{twin} has this name already.").format(twin=twin) if twin else ""

    def _at(self, normals: list[str]) -> list[Found]:
        keys = {key for normal in normals for key in self._by_reach.get(normal, ())}
        return [self._clients[key] for key in sorted(keys) if key in self._clients]

    def _of_same_name_and_place(self, content: Content) -> list[Found]:
        named = self._by_name.get(content.name_key, [])
        return [c for c in named if self._shares_place(c, content)]

    def _shares_place(self, found: Found, content: Content) -> bool:
        here = self._postcodes.get(found.pk, set())
        return any(postcode.casefold() in here for postcode in content.postcodes)

    def _may_be(self, found: Found, external: str) -> bool:
        """Whether ids do not speak against it: where both have one, they must be the same."""
        if (found.pk, external) in self._former:
            return True
        return not external or not found.external_id or found.external_id == external

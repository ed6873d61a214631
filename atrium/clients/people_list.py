"""The list of people: what of it is asked for, and one page of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, LinkRole, Point
from atrium.clients.models.contact import ContactQuerySet
from atrium.clients.search.people import matching
from atrium.foundation.among import filled_up
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

PAGE = 50
MOST_COUNTED = 10_000
LARGEST = 2**63 - 1
VIEWS = {
    "": gettext_lazy("Everyone"),
    "none": gettext_lazy("Without a client"),
    "archived": gettext_lazy("Archived"),
}


@dataclass
class Line:
    """A person as the list shows them, with what the member may see of them."""

    person: Contact
    links: list[Link] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def email(self) -> Point | None:
        return next((p for p in self.points if p.kind == "email"), None)

    @property
    def phone(self) -> Point | None:
        return next((p for p in self.points if p.kind == "phone"), None)


class People:
    """The people whom the filters let through, by name, page by page."""

    def __init__(self, member: Member, query: Mapping[str, str]) -> None:
        self.member = member
        self.words = lexicon.of(member.organisation)
        self.q = query.get("q", "").replace("\x00", "").strip()[:200]
        self.view = query.get("view", "") if query.get("view") in VIEWS else ""
        role = query.get("role", "")
        self.role = next((r for r in self.words.contact_roles.values() if str(r.pk) == role), None)
        self.after, self.before = (_place(query.get(name, "")) for name in ("after", "before"))

    @property
    def chosen(self) -> ContactQuerySet:
        """All that fit, in no order."""
        people = _of_view(self.member, self.view)
        if self.role is not None:
            seen = Client.objects.visible_to(self.member).filter(pk=OuterRef("link__client_id"))
            given = LinkRole.objects.filter(role=self.role, link__ended_on=None)
            people = people.filter(Exists(given.filter(Exists(seen), link__contact=OuterRef("pk"))))
        return matching(people, self.q) if self.q else people

    @property
    def _is_whole(self) -> bool:
        """Whether nothing narrows the view, as when it is opened."""
        return not (self.q or self.role)

    @cached_property
    def count(self) -> str:
        """How many there are, counted no further than anyone reads."""
        if self._is_whole:
            known = _how_many(member=self.member, view=self.view)[0]
        else:
            known = self.chosen.order_by()[: MOST_COUNTED + 1].count()
        return f"{spoken(MOST_COUNTED):,}+" if known > MOST_COUNTED else f"{spoken(known):,}"

    @cached_property
    def _page(self) -> tuple[list[Contact], bool, bool]:
        """The people of this page, whether some stand before them and whether some follow."""
        place = Tuple(F("name_key"), F("pk"))
        if self.before is not None:
            back = self.chosen.filter(TupleLessThan(place, self.before))
            found = list(back.order_by("-name_key", "-pk")[: PAGE + 1])
            if len(found) > PAGE:
                return found[PAGE - 1 :: -1], True, True
            # So near the beginning a whole first page is kinder than a short one.
        after = None if self.before else self.after
        if self._is_whole and after is None:
            found = _first(member=self.member, view=self.view, most=PAGE + 1)
        else:
            rows = self.chosen.filter(TupleGreaterThan(place, after)) if after else self.chosen
            found = list(rows.order_by("name_key", "pk")[: PAGE + 1])
        return found[:PAGE], after is not None, len(found) > PAGE

    @cached_property
    def lines(self) -> list[Line]:
        """The people of this page with their clients, roles and ways to reach them; four statements."""
        people, _, _ = self._page
        if not people:
            return []
        lines = {person.pk: Line(person) for person in people}
        keys = filled_up([*lines])
        links = {link.pk: link for link in _links(member=self.member, people=keys)}
        for link in links.values():
            link.client.organisation = self.member.organisation
            lines[link.contact_id].links.append(link)
        for key, role in _roles(links=filled_up([*links])) if links else ():
            label, given = self.words.contact_roles[role].label, lines[links[key].contact_id].roles
            if label not in given:
                given.append(label)
        for point in _points(people=keys):
            lines[point.contact_id].points.append(point)
        for line in lines.values():
            line.person.organisation = self.member.organisation
        return list(lines.values())

    @property
    def previous(self) -> str:
        people, more, _ = self._page
        return self.address(before=_cursor(people[0])) if people and more else ""

    @property
    def next(self) -> str:
        people, _, more = self._page
        return self.address(after=_cursor(people[-1])) if people and more else ""

    @property
    def roles(self) -> list[Any]:
        return list(self.words.contact_roles.values())

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        """The pills: value, words, whether chosen."""
        return [(value, words, value == self.view) for value, words in VIEWS.items()]

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.role or self.view)

    def address(self, **more: str) -> str:
        """The parameters of this list's address."""
        role = str(self.role.pk) if self.role else ""
        told = {"q": self.q, "role": role, "view": self.view} | more
        return urlencode({name: value for name, value in told.items() if value})


def _cursor(person: Contact) -> str:
    return f"{person.pk}-{person.name_key}"


def _place(text: str) -> tuple[str, int] | None:
    """The place in the list that ``text`` names; None where it names none."""
    key, dash, name = text.replace("\x00", "").partition("-")
    if not (dash and fits(key, LARGEST)):
        return None
    return name, int(key)


def _of_view(member: Member, view: str) -> ContactQuerySet:
    people: ContactQuerySet = Contact.objects.visible_to(member)
    people = people.archived() if view == "archived" else people.live()
    return people.without_client() if view == "none" else people


@prepared(shape=("view",), counted=True)
def _how_many(*, member: Member, view: str) -> Any:
    rows = _of_view(member, view).order_by().values_list("pk", flat=True)
    return rows[: MOST_COUNTED + 1]


@prepared(shape=("view", "most"))
def _first(*, member: Member, view: str, most: int) -> Any:
    return _of_view(member, view).order_by("name_key", "pk")[:most]


@prepared()
def _links(*, member: Member, people: list[int]) -> Any:
    seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
    links = Link.objects.current().filter(Exists(seen), contact__each=people)
    return links.select_related("client").order_by("id")


@prepared()
def _roles(*, links: list[int]) -> Any:
    """Each link with the roles given, in the order in which a person's links and their roles stand."""
    rows = LinkRole.objects.filter(link__each=links).order_by("link_id", "id")
    return rows.values_list("link_id", "role_id")


@prepared()
def _points(*, people: list[int]) -> Any:
    return Point.objects.filter(contact__each=people).order_by("-preferred", "id")

"""One client with everything its page shows at once, in as few statements as it takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from atrium.clients import lexicon
from atrium.clients.marks import marks
from atrium.clients.models import Assignment, Client, Link, LinkRole, Location, Point, Tagging
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.page import with_facts
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared


def _keys(rows: Any, name: str) -> Subquery:
    """The keys that a sub-select yields, as one text: "4,17"."""
    joined = StringAgg(Cast(name, TextField()), Value(","))
    return Subquery(rows.order_by().values("organisation").annotate(keys=joined).values("keys"))


def _seats() -> Subquery:
    """Who is on the team, one a line: "m12 Bookkeeper", "t3 Field work"."""
    rows: Any = Assignment.objects.current().filter(client=OuterRef("pk"))
    whom = Case(
        When(team=None, then=Concat(Value("m"), Cast("member_id", TextField()))),
        default=Concat(Value("t"), Cast("team_id", TextField())),
        output_field=TextField(),
    )
    line = Concat(whom, Value(" "), "role", output_field=TextField())
    joined = StringAgg(line, Value("\n"))
    return Subquery(rows.order_by().values("organisation").annotate(keys=joined).values("keys"))


def with_marks(clients: ClientQuerySet, member: Member) -> ClientQuerySet:
    """Add what every row and header shows beside the fields: hold, flag, star, tags."""
    return clients.annotate(**marks(member)).annotate(
        hold_reason=F("open_hold__reason"),
        hold_at=F("open_hold__placed_at"),
        hold_until=F("open_hold__until"),
        hold_by=F("open_hold__placed_by_id"),
        flag_reason=F("open_flag__reason"),
        flag_at=F("open_flag__raised_at"),
        flag_by=F("open_flag__raised_by_id"),
        star=F("own_star__id"),
        tag_keys=_keys(Tagging.objects.filter(client=OuterRef("pk")), "tag_id"),
    )


def keys(text: str | None) -> list[int]:
    """The keys in such a text, in order."""
    return sorted(int(key) for key in (text or "").split(",") if key)


@dataclass
class Person:
    """A contact as the page of one client shows it."""

    link: Link
    roles: list[str]
    points: list[Point] = field(default_factory=list)

    @property
    def key(self) -> int:
        return self.link.pk

    @property
    def above(self) -> int | None:
        return self.link.reports_to_id

    @property
    def email(self) -> Point | None:
        return next((p for p in self.points if p.kind == "email"), None)

    @property
    def phone(self) -> Point | None:
        return next((p for p in self.points if p.kind == "phone"), None)


@dataclass(frozen=True)
class Way:
    """A kind of point as the left pane shows it."""

    slug: str
    label: str
    word: str
    icon: str
    input: str


WAYS = (
    Way("phone", gettext_lazy("Phone"), "phone", "phone", "tel"),
    Way("email", gettext_lazy("E-mail"), gettext_lazy("e-mail address"), "mail", "email"),
    Way("link", gettext_lazy("Website"), gettext_lazy("website or link"), "globe", "url"),
)


@prepared(shape=("only",))
def _numbered(*, member: Member, number: int, only: frozenset[str] | None) -> ClientQuerySet:
    clients: ClientQuerySet = Client.objects.visible_to(member).filter(number=number)
    marked = with_marks(clients, member).annotate(seats=_seats())
    return with_facts(marked, member, only)[:1]


@prepared(shape=("most",))
def _links(*, client: int, most: int) -> QuerySet[Link]:
    roles = _keys(LinkRole.objects.filter(link=OuterRef("pk")), "role_id")
    links: Any = Link.objects.current().filter(client=client).select_related("contact")
    rows: QuerySet[Link] = links.annotate(role_keys=roles).order_by("-is_primary", "id")[:most]
    return rows


@prepared()
def _points(*, client: int, contacts: list[int]) -> QuerySet[Point]:
    own = Q(client=client)
    rows = Point.objects.filter(own | Q(contact__in=contacts) if contacts else own)
    return rows.order_by("-preferred", "id")


@prepared()
def _locations(*, client: int) -> QuerySet[Location]:
    return Location.objects.filter(client=client).order_by("-is_default", "id")[:200]


IN_THE_PANEL = 6


class Portrait:
    """Answers the parts of a client's page; each part is read once, when it is first asked for."""

    def __init__(self, client: Client, member: Member) -> None:
        self.client: Any = client
        self.member = member
        self.words = lexicon.of(member.organisation)
        self.most_people = IN_THE_PANEL

    @classmethod
    def numbered(
        cls, number: int, member: Member, *, only: frozenset[str] | None = None
    ) -> Portrait | None:
        """The portrait of the client with this number, if the member may see it.

        ``only`` names the facts that are needed, where not all are.
        """
        found = _numbered(member=member, number=number, only=only)
        if not found:
            return None
        portrait, client = cls(found[0], member), found[0]
        client.organisation = member.organisation
        client.status = portrait.words.statuses[client.status_id]
        client.owner = portrait.words.members.get(client.owner_id or 0)
        return portrait

    @property
    def tags(self) -> list[Any]:
        return [self.words.tags[key] for key in keys(self.client.tag_keys)]

    @cached_property
    def team(self) -> list[tuple[Member | Team, str]]:
        """The members and teams beside the owner, each as what, by name."""
        found: list[tuple[Member | Team, str]] = []
        for line in (self.client.seats or "").split("\n"):
            whom, _, role = line.partition(" ")
            rows: dict[int, Any] = self.words.members if whom[:1] == "m" else self.words.teams
            if whom and int(whom[1:]) in rows:
                found.append((rows[int(whom[1:])], role))
        return sorted(found, key=lambda seat: seat[0].name)

    @property
    def hold_by(self) -> Member | None:
        return self.words.members.get(self.client.hold_by or 0)

    @property
    def flag_by(self) -> Member | None:
        return self.words.members.get(self.client.flag_by or 0)

    @cached_property
    def people(self) -> list[Person]:
        """The current contacts, the primary one first; the first ``most_people`` of them."""
        return [
            Person(link, [self.words.contact_roles[k].label for k in keys(link.role_keys)])
            for link in _links(client=self.client.pk, most=self.most_people)
        ]

    @cached_property
    def _points(self) -> dict[str, list[Point]]:
        contacts = {person.link.contact_id: person for person in self.people}
        found: defaultdict[str, list[Point]] = defaultdict(list)
        for point in _points(client=self.client.pk, contacts=list(contacts)):
            if point.contact_id is None:
                point.client = self.client
                found[point.kind].append(point)
            else:
                contacts[point.contact_id].points.append(point)
        return found

    @property
    def ways(self) -> list[tuple[Way, list[Point]]]:
        """All ways to reach the client, by kind."""
        return [(way, self._points[way.slug]) for way in WAYS]

    @property
    def phones(self) -> list[Point]:
        """The numbers that can be called."""
        return [point for point in self._points["phone"] if point.sound]

    @property
    def emails(self) -> list[Point]:
        """The addresses that can be written to."""
        return [point for point in self._points["email"] if point.sound]

    @property
    def may_mail(self) -> bool:
        """Whether the member may write to the client from here."""
        return self.member.can(Can.MAIL_SEND) and not self.client.is_archived

    @property
    def may_note(self) -> bool:
        return self.member.can(Can.NOTES_WRITE) and not self.client.is_archived

    @property
    def has_email(self) -> bool:
        """Whether anybody here can be written to: the client itself or one of its people (C04)."""
        return bool(self.emails) or any(p.email and p.email.sound for p in self.people)

    @property
    def links(self) -> list[Point]:
        return self._points["link"]

    @cached_property
    def reachable_people(self) -> list[Person]:
        """The people with their e-mail addresses and phones."""
        _ = self._points
        return self.people

    @cached_property
    def locations(self) -> list[Location]:
        places = _locations(client=self.client.pk)
        for place in places:
            place.type = self.words.location_types[place.type_id]
            place.client, place.organisation = self.client, self.member.organisation
        return places

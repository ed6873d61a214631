"""The page of a person as a place where every app may hang something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Point
from atrium.clients.portrait import WAYS, Way
from atrium.clients.tenure import span
from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from atrium.organisations.middleware import MemberRequest
    from atrium.organisations.models import Member
    from atrium.organisations.permissions import Can

type Context = dict[str, Any]
type Draw = Callable[["MemberRequest", "PersonPortrait"], Context]


@dataclass(frozen=True, kw_only=True)
class PersonPanel:
    """A block of a person's page: ``side`` is main or right."""

    slug: str
    side: str
    order: int
    needs: Can
    template: str
    context: Draw


PERSON_PANELS: Registry[PersonPanel] = Registry()


def person_panel(**options: Any) -> Callable[[Draw], Draw]:
    """Hang a block on the page of every person. Put it in the app's client_page.py."""

    def register(context: Draw) -> Draw:
        PERSON_PANELS.add(options["slug"], PersonPanel(context=context, **options))
        return context

    return register


@dataclass(frozen=True)
class Standing:
    """How the person stands or stood with a client: as what and from when until when."""

    link: Link
    roles: list[str]
    above: str

    @property
    def client(self) -> Client:
        return self.link.client

    @property
    def span(self) -> str:
        return span(self.link.began_on, self.link.ended_on)


class PersonPortrait:
    """A person with everything their page shows, as far as the member may see it."""

    def __init__(self, person: Contact, member: Member) -> None:
        self.person = person
        self.member = member
        self.words = lexicon.of(member.organisation)
        person.organisation = member.organisation

    @cached_property
    def standings(self) -> list[Standing]:
        """With each client that the member sees, the current ones first."""
        seen = Client.objects.visible_to(self.member).filter(pk=OuterRef("client_id"))
        links = self.person.links.filter(Exists(seen)).order_by("ended_on", "id")
        rows = links.select_related("client", "reports_to__contact").prefetch_related("given_roles")
        found = [self._standing(link) for link in rows]
        past = [s for s in found if s.link.ended_on]
        return [s for s in found if not s.link.ended_on] + past[::-1]

    def _standing(self, link: Link) -> Standing:
        link.client.organisation = self.member.organisation
        given = [self.words.contact_roles[g.role_id].label for g in link.given_roles.all()]
        roles = link.roles_then.split(", ") if link.ended_on and link.roles_then else given
        above = link.reports_to.contact.name if link.reports_to else ""
        return Standing(link, [] if link.ended_on and not link.roles_then else roles, above)

    @property
    def current(self) -> list[Standing]:
        return [s for s in self.standings if s.link.ended_on is None]

    @property
    def past(self) -> list[Standing]:
        return [s for s in self.standings if s.link.ended_on is not None]

    @cached_property
    def points(self) -> list[Point]:
        return list(self.person.points.order_by("-preferred", "id"))

    @property
    def ways(self) -> list[tuple[Way, list[Point]]]:
        """All ways to reach the person, by kind."""
        return [(way, [p for p in self.points if p.kind == way.slug]) for way in WAYS]

    @property
    def phone(self) -> Point | None:
        return next((p for p in self.points if p.kind == "phone" and p.sound), None)

    @property
    def email(self) -> Point | None:
        return next((p for p in self.points if p.kind == "email" and p.sound), None)

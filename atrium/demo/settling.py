"""Writes a demo organisation into the database: the rows that years of use would have left.

Set-based, with the times of the past, which is why it does not go through the verbs; what is
derived from rows follows by the same finishers as after every act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from atrium.accounts.models import User
from atrium.clients import models as rows
from atrium.clients.places import postcode_doubt
from atrium.clients.provision import first_rules
from atrium.clients.reach import typed
from atrium.conversations.models import NoteKind
from atrium.demo import wording
from atrium.demo.accounting import settle_accounts
from atrium.demo.banking import bank
from atrium.demo.classifying import industry_of, own_industries, profile_of
from atrium.demo.collecting import collect
from atrium.demo.depositing import deposit
from atrium.demo.equipping import equip
from atrium.demo.field_settling import FieldSettler
from atrium.demo.filing import file_away
from atrium.demo.looking_after import look_after
from atrium.demo.mailing import mail
from atrium.demo.measuring import measure
from atrium.demo.own_roles import give_own_roles
from atrium.demo.people import Standing
from atrium.demo.placing import areas, on_earth, site_notes
from atrium.demo.pricing import price
from atrium.demo.recurring import recurring
from atrium.demo.relating import relate
from atrium.demo.retaining import retain
from atrium.demo.saved_views import keep_views
from atrium.demo.telling import Telling
from atrium.demo.tendering import name_papers
from atrium.demo.wishing import wish
from atrium.demo.world import shapes
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.organisations import current
from atrium.organisations.models import Counter, Member, Organisation, Team, TeamMember
from atrium.timeline.finishing import finish

PASSWORD = "demo-demo-demo"  # noqa: S105 - printed by every start of the demo
_NOTE_KINDS = {"special requirement": NoteKind.REQUIREMENT}


def settle(world: shapes.World) -> Organisation:
    """Make the organisation with all its rows; refused when its address is taken."""
    if Organisation.objects.filter(slug=world.slug).exists():
        msg = f"There is an organisation at /{world.slug}/ already."
        raise Refusal(msg)
    with transaction.atomic():
        organisation = Organisation.objects.create(
            slug=world.slug,
            name=world.name,
            country=world.country,
            currency=world.currency,
            timezone=world.timezone,
        )
        with current.entered(organisation):
            _Settler(world, organisation).work()
    return organisation


class _Settler:
    """Keeps the keys of what is written, since later rows point at earlier ones."""

    def __init__(self, world: shapes.World, organisation: Organisation) -> None:
        self.world = world
        self.organisation = organisation

    def work(self) -> None:
        self.members = self._members()
        give_own_roles(self.world, self.members)
        self._teams()
        self.statuses = self._terms(rows.Status, wording.statuses(self.world))
        self.tags = self._terms(rows.Tag, wording.tags(self.world))
        self.types = self._terms(rows.LocationType, wording.location_types(self.world))
        self.roles = self._terms(rows.ContactRole, wording.contact_roles(self.world))
        emergency = self.roles["emergency"]
        rows.Rule.objects.bulk_create(rows.Rule(**rule) for rule in first_rules(emergency))
        self.fields = FieldSettler(self.world, self.organisation)
        self._terms(rows.Industry, [{"label": word} for word in own_industries(self.world)])
        self.clients = self._clients()
        self._reach_and_places()
        self._contacts()
        self._marks()
        look_after(self.world, self.organisation, self.members, self.clients)
        keep_views(self.members)
        relate(self.world, self.clients)
        wish(self.world, self.clients)
        people = {(link.client_id, link.contact.name): link.contact for link in self.links}
        Telling(self.world, self.organisation, self.members, self.clients, people).work()
        settle_accounts(self.world, self.clients)
        equip(self.world, self.organisation, self.members, self.clients)
        price(self.world, self.organisation, self.members, self.clients)
        mail(self.organisation, self.members, self.clients, people)
        file_away(self.members, self.clients)
        name_papers()
        bank(self.organisation)
        recurring(self.organisation, next(iter(self.members.values())))
        deposit(self.organisation, next(iter(self.members.values())))
        retain(next(iter(self.members.values())), self.clients)
        collect(self.organisation, next(iter(self.members.values())))
        Counter.objects.create(kind="client", value=max(self.clients))
        finish([*self.clients.values(), *self.people])
        self.fields.finish()
        measure(self.organisation)

    def _members(self) -> dict[str, Member]:
        password = make_password(PASSWORD)
        users = [
            User(email=person.email.casefold(), name=person.name, password=password)
            for person in self.world.members
        ]
        User.objects.bulk_create(users)
        made = [
            Member(user=user, name=person.name, role=_role(person.role), job_title=person.job_title)
            for user, person in zip(users, self.world.members, strict=True)
        ]
        Member.objects.bulk_create(made)
        return {p.key: m for p, m in zip(self.world.members, made, strict=True)}

    def _teams(self) -> None:
        for team in self.world.teams:
            row = Team.objects.create(name=team.name)
            TeamMember.objects.bulk_create(
                TeamMember(team=row, member=self.members[key]) for key in team.members
            )

    def _terms[T: models.Model](self, model: type[T], values: list[dict[str, Any]]) -> dict[str, T]:
        made = [
            model(label_key=fold(value["label"]), position=position, **value)
            for position, value in enumerate(values)
        ]
        model._base_manager.bulk_create(made)
        return {value["label"].casefold(): row for value, row in zip(values, made, strict=True)}

    def _clients(self) -> dict[int, rows.Client]:
        first: dict[str, int] = {}
        for c in self.world.clients:
            first.setdefault(fold(c.name)[:400], c.number)
        made = [
            rows.Client(
                number=c.number,
                kind=c.kind,
                name=c.name,
                name_key=fold(c.name)[:400],
                namesake=first[fold(c.name)[:400]] != c.number,
                given_name=c.given,
                family_name=c.family,
                legal_name=c.legal_name,
                registration_number=c.registration,
                tax_id=c.tax_id,
                industry=industry_of(c.industry),
                came_from=c.source,
                language=c.language,
                preferred_channel=typed.channel(c.preferences.channel),
                extra=self.fields.values(dict(c.custom) | profile_of(self.world, c)),
                status=self.statuses[c.status.casefold()],
                owner=self.members[c.owner] if c.owner else None,
                since=c.created.date(),
                created_at=c.created,
                active_at=c.last_activity,
            )
            for c in self.world.clients
        ]
        rows.Client.objects.bulk_create(made, batch_size=200)
        return {row.number: row for row in made}

    def _reach_and_places(self) -> None:
        points: list[rows.Point] = []
        places: list[rows.Location] = []
        for c in self.world.clients:
            client = self.clients[c.number]
            own = [*c.points]
            if c.website:
                own.append(shapes.Point(kind="link", value=c.website, label="Website"))
            points += self._points(own, client=client)
            places += [
                rows.Location(
                    client=client,
                    type=self.types[place.kind],
                    label=place.label,
                    street="\n".join(place.lines),
                    city=place.city,
                    region=place.region,
                    postcode=place.postcode,
                    country=place.country,
                    is_default=place.default,
                    **on_earth(place.city, "\n".join(place.lines)),
                    site_notes=site_notes(place.kind, c.number + turn),
                    doubtful=bool(postcode_doubt(place.postcode, place.country)),
                )
                for turn, place in enumerate(c.locations)
            ]
        rows.Point.objects.bulk_create(points, batch_size=500)
        rows.Location.objects.bulk_create(places, batch_size=500)
        rows.ServiceArea.objects.bulk_create(areas(places))

    def _points(
        self, points: Iterable[shapes.Point], **owner: models.Model
    ) -> Iterator[rows.Point]:
        """The ways to reach someone; one of each kind is preferred, what no check takes is kept."""
        given = list(points)
        for kind in ("email", "phone", "link"):
            alike = [p for p in given if p.kind == kind]
            first = next((p for p in alike if p.preferred), alike[0] if alike else None)
            for point in alike:
                row = rows.Point(kind=kind, label=point.label, preferred=point is first, **owner)
                try:
                    row.read(point.value, country=self.world.country)
                except (Refusal, FormatError):
                    row.value = row.normal = point.value
                    row.sound = False
                yield row

    def _contacts(self) -> None:
        people: list[rows.Contact] = []
        links: list[rows.Link] = []
        given: list[rows.LinkRole] = []
        points: list[tuple[rows.Contact, tuple[shapes.Point, ...]]] = []
        for c in self.world.clients:
            for person in c.contacts:
                name = f"{person.given} {person.family}".strip()
                contact = rows.Contact(
                    name=name,
                    name_key=fold(name)[:400],
                    given_name=person.given,
                    family_name=person.family,
                    preferred_channel=typed.channel(person.channel),
                    extra=self.fields.of_contact(len(people)),
                )
                link = rows.Link(
                    client=self.clients[c.number],
                    contact=contact,
                    job_title=person.job_title,
                    is_primary=person.primary,
                    began_on=c.created.date(),
                )
                people.append(contact)
                links.append(link)
                given += [rows.LinkRole(link=link, role=self.roles[role]) for role in person.roles]
                points.append((contact, person.points))
        rows.Contact.objects.bulk_create(people, batch_size=500)
        rows.Link.objects.bulk_create(_settled(links, "contact"), batch_size=500)
        rows.LinkRole.objects.bulk_create(_settled(given, "link"), batch_size=500)
        standing: dict[int, list[rows.Link]] = {}
        for link in links:
            standing.setdefault(link.client.number, []).append(link)
        new = Standing(self.world, self.clients, standing, self.roles).work()
        self.people, self.links = [*people, *new], links
        rows.Point.objects.bulk_create(
            [row for contact, own in points for row in self._points(own, contact=contact)],
            batch_size=500,
        )

    def _marks(self) -> None:
        taggings, team, stars = [], [], []
        for c in self.world.clients:
            client = self.clients[c.number]
            taggings += [
                rows.Tagging(client=client, tag=self.tags[tag.casefold()]) for tag in c.tags
            ]
            team += [
                rows.Assignment(
                    client=client, member=self.members[key], role=role, since=c.created.date()
                )
                for key, role in c.team
            ]
            stars += [
                rows.Favourite(client=client, member=self.members[key]) for key in c.favourite_of
            ]
        rows.Tagging.objects.bulk_create(taggings, batch_size=500)
        rows.Assignment.objects.bulk_create(team)
        rows.Favourite.objects.bulk_create(stars)


def _settled[M: models.Model](made: list[M], name: str) -> list[M]:
    """The rows, with the key that the row they point at got meanwhile."""
    for row in made:
        setattr(row, name, getattr(row, name))
    return made


def _role(role: str) -> str:
    return role if role in {"owner", "admin", "manager", "staff", "viewer"} else "staff"

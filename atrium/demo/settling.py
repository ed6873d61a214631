"""Writes a demo organisation into the database: the rows that years of use would have left.

Set-based, with the times of the past, which is why it does not go through the verbs; what is
derived from rows follows by the same finishers as after every act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.html import escape

from atrium.accounts.models import User
from atrium.calendar.events import TaskAdded, TaskDone
from atrium.calendar.models import Task
from atrium.clients import models as rows
from atrium.clients.events import Flagged, HoldLifted, PutOnHold
from atrium.conversations.events import NoteWritten
from atrium.conversations.models import Note, NoteKind
from atrium.conversations.richtext import plain
from atrium.demo.events import STORIES
from atrium.demo.world import shapes
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.organisations import current
from atrium.organisations.models import Counter, Member, Organisation, Team, TeamMember
from atrium.timeline.finishing import finish
from atrium.timeline.kinds import Kind
from atrium.timeline.models import Event

PASSWORD = "demo-demo-demo"  # noqa: S105 - printed by every start of the demo
_NOTE_KINDS = {"special requirement": NoteKind.REQUIREMENT}
_TYPE_ICONS = {"billing": "credit-card", "service": "wrench", "mailing": "mailbox"}


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
        self.events: list[Event] = []

    def work(self) -> None:
        self.members = self._members()
        self._teams()
        self.statuses = self._terms(
            rows.Status,
            [
                {"label": s.name, "tone": s.tone, "is_default": s.name == "Active"}
                for s in self.world.statuses
            ],
        )
        self.tags = self._terms(
            rows.Tag, [{"label": tag.name, "hue": tag.hue} for tag in self.world.tags]
        )
        self.types = self._terms(
            rows.LocationType,
            [
                {"label": kind.capitalize(), "icon": _TYPE_ICONS.get(kind, "map-pin")}
                for kind in self.world.location_types
            ],
        )
        self.roles = self._terms(
            rows.ContactRole, [{"label": role.capitalize()} for role in self.world.contact_roles]
        )
        self._terms(rows.Field, [{"label": f.label, "key": f.key} for f in self.world.fields])
        self.clients = self._clients()
        self._reach_and_places()
        self._contacts()
        self._marks()
        self._work()
        self._history()
        Counter.objects.create(kind="client", value=max(self.clients))
        finish(self.clients.values())

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
        made = [
            rows.Client(
                number=c.number,
                kind=c.kind,
                name=c.name,
                name_key=fold(c.name)[:400],
                given_name=c.given,
                family_name=c.family,
                legal_name=c.legal_name,
                registration_number=c.registration,
                tax_id=c.tax_id,
                industry=c.industry,
                came_from=c.source,
                language=c.language,
                preferred_channel=_prefers(c.preferences),
                extra=dict(c.custom),
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
                )
                for place in c.locations
            ]
        rows.Point.objects.bulk_create(points, batch_size=500)
        rows.Location.objects.bulk_create(places, batch_size=500)

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
                    preferred_channel=person.channel.capitalize(),
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
                rows.Assignment(client=client, member=self.members[key], role=role)
                for key, role in c.team
            ]
            stars += [
                rows.Favourite(client=client, member=self.members[key]) for key in c.favourite_of
            ]
        rows.Tagging.objects.bulk_create(taggings, batch_size=500)
        rows.Assignment.objects.bulk_create(team)
        rows.Favourite.objects.bulk_create(stars)

    def _work(self) -> None:
        """Holds, flags, notes and tasks, each with the event it left."""
        holds, flags, notes, tasks = [], [], [], []
        for c in self.world.clients:
            client = self.clients[c.number]
            holds += [self._hold(client, hold) for hold in c.holds]
            if c.flag:
                by = self.members[c.flag.by]
                flags.append(
                    rows.Flag(
                        client=client, reason=c.flag.reason, raised_by=by, raised_at=c.flag.at
                    )
                )
                self._tell(client, c.flag.at, by, Flagged(reason=c.flag.reason))
            notes += [self._note(client, note) for note in c.notes]
            tasks += [self._task(client, task) for task in c.tasks]
        rows.Hold.objects.bulk_create(holds)
        rows.Flag.objects.bulk_create(flags)
        Note.objects.bulk_create(notes, batch_size=500)
        Task.objects.bulk_create(tasks, batch_size=500)
        for note in notes:
            story = NoteWritten(excerpt=note.text[:2000])
            self._tell(note.client, note.written_at, note.author, story, note)
        for task in tasks:
            self._tell(
                task.client, task.created_at, task.created_by, TaskAdded(title=task.title), task
            )
            if task.done_at:
                done = TaskDone(title=task.title)
                self._tell(task.client, task.done_at, task.done_by, done, task)

    def _hold(self, client: rows.Client, hold: shapes.Hold) -> rows.Hold:
        by = self.members[hold.by]
        lifted_by = self.members[hold.lifted_by] if hold.lifted_by else None
        self._tell(client, hold.placed, by, PutOnHold(reason=hold.reason))
        if hold.lifted:
            self._tell(client, hold.lifted, lifted_by, HoldLifted())
        return rows.Hold(
            client=client,
            reason=hold.reason,
            placed_by=by,
            placed_at=hold.placed,
            lifted_at=hold.lifted,
            lifted_by=lifted_by,
        )

    def _note(self, client: rows.Client, note: shapes.Note) -> Note:
        html = _html(note.text)
        remind_at = (
            datetime.combine(note.remind_on, time(9), tzinfo=self.organisation.zone)
            if note.remind_on
            else None
        )
        return Note(
            client=client,
            kind=_NOTE_KINDS.get(note.kind, note.kind),
            html=html,
            text=plain(html),
            author=self.members[note.author],
            written_at=note.at,
            pinned=note.pinned,
            remind_at=remind_at,
        )

    def _task(self, client: rows.Client, task: shapes.Task) -> Task:
        assignee = self.members[task.assignee] if task.assignee else None
        return Task(
            client=client,
            title=task.title,
            due_on=task.due,
            assignee=assignee,
            created_by=self.members[task.author],
            created_at=task.created,
            done_at=task.done,
            done_by=assignee if task.done else None,
        )

    def _history(self) -> None:
        for c in self.world.clients:
            for line in c.activity:
                story = STORIES[line.kind](line.particulars)
                self._tell(self.clients[c.number], line.at, self.members[line.actor], story)
        self.events.sort(key=lambda event: event.at)
        Event.objects.bulk_create(self.events, batch_size=500)

    def _tell(
        self,
        client: rows.Client,
        at: datetime,
        by: Member | None,
        story: Kind,
        subject: models.Model | None = None,
    ) -> None:
        self.events.append(
            Event(
                client=client,
                at=at,
                actor=by,
                kind=story.code,
                strand=story.strand,
                particulars=story.particulars(),
                text=story.text(),
                subject_model=subject._meta.label_lower if subject else "",
                subject_id=subject.pk if subject else None,
            )
        )


def _settled[M: models.Model](made: list[M], name: str) -> list[M]:
    """The rows, with the key that the row they point at got meanwhile."""
    for row in made:
        setattr(row, name, getattr(row, name))
    return made


def _role(role: str) -> str:
    return role if role in {"owner", "admin", "manager", "staff", "viewer"} else "staff"


def _prefers(wishes: shapes.Preferences) -> str:
    parts = [wishes.channel.capitalize() if wishes.channel else "", wishes.hours]
    return ", ".join(part for part in parts if part)


def _html(text: str) -> str:
    """The demo's shorthand (**bold**, "- " lists, line breaks) as formatted text."""
    out: list[str] = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        items = [line[2:] for line in lines if line.startswith("- ")]
        words = [line for line in lines if not line.startswith("- ")]
        if words:
            out.append(f"<p>{'<br>'.join(_inline(line) for line in words)}</p>")
        if items:
            out.append(f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>")
    return "".join(out)


def _inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))

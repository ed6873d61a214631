"""Writes a large organisation: people, words, clients with all they have, and their history.

Everything is one transaction, so that an interrupted load leaves nothing behind. It does not go
through the verbs, one row at a time, as the rows come by the million.
"""

from __future__ import annotations

import random
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from atrium.accounts.models import User
from atrium.calendar.models import Task
from atrium.clients import models as rows
from atrium.conversations.models import Note
from atrium.demo.large.clients import Words, write_clients
from atrium.demo.large.history import BUSIEST, BUSY_EVENTS, FLAGGED, HELD, STORIES, History
from atrium.demo.large.indexing import index
from atrium.demo.large.sheet import Sheet, make_ready, make_usual, reserve
from atrium.demo.settling import PASSWORD
from atrium.demo.world import bulk
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Counter, Member, Organisation
from atrium.organisations.permissions import Role
from atrium.timeline.models import Event

PEOPLE = {
    Role.ADMIN: "Ada Admin",
    Role.MANAGER: "Mo Manager",
    Role.STAFF: "Sam Staff",
    Role.VIEWER: "Vi Viewer",
}
MORE_STAFF = ("Kit Keen", "Lou Lane", "Nell North", "Pip Park", "Ren Rowe", "Tess Tate")
TAGS = (
    "Contract",
    "Key account",
    "Landlord",
    "Newsletter",
    "Slow payer",
    "Trade",
    "Urgent",
    "Warranty",
)
TASK_TAKES = 3 * 86_400

type Say = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What a load came to; ``busiest`` is the number of the client with 100,000 events, or 0."""

    organisation: str
    clients: int
    events: int
    notes: int
    tasks: int
    contacts: int
    busiest: int
    seconds: float


def load(
    slug: str = "large",
    *,
    clients: int,
    events: int,
    seed: int = 0,
    say: Say = lambda _words: None,
    learn: bool = True,
) -> Loaded:
    """Make the organisation ``slug`` with so many clients and events, the same for the same seed.

    ``say`` is told of the progress. ``learn`` lets the planner look at the tables anew, which who
    makes many organisations does now and then. Refused when the address is taken or no client is
    asked for.
    """
    if Organisation.objects.filter(slug=slug).exists():
        msg = f"There is an organisation at /{slug}/ already; choose another address with --slug."
        raise Refusal(msg)
    if clients < 1 or events < 0:
        raise Refusal("Ask for at least one client, and for no fewer events than none.")
    began = time.monotonic()
    with transaction.atomic():
        owner = found(f"Large {slug}" if slug != "large" else "Large & Sons", slug=slug,
                      email=f"owner@{slug}.example", password=PASSWORD, person="Olive Owner")  # fmt: skip
        with current.entered(owner.organisation):
            make_ready()
            facts = _Loader(owner, clients, events, seed, say).work()
    if learn:
        say("telling the planner what the tables hold")
    make_usual(learn=learn)
    return Loaded(slug, clients, events, **facts, seconds=round(time.monotonic() - began, 1))


class _Loader:
    """Keeps what the steps share: the people, the words, the moment everything counts back from."""

    def __init__(self, owner: Member, clients: int, events: int, seed: int, say: Say) -> None:
        self.owner, self.clients, self.events, self.seed, self.say = (
            owner,
            clients,
            events,
            seed,
            say,
        )
        self.rng = random.Random(f"large/{seed}")  # noqa: S311 - chance that repeats is the point
        self.now = int(time.time())

    def work(self) -> dict[str, int]:
        """Write all; how many of each there are."""
        members = self._members()
        words = self._words()
        self.say("drawing the history")
        days = array("H", (row[6] for row in bulk(self.clients, self.seed)))
        history = History(days, self.events, self.now, self.rng)
        first = reserve(rows.Client, self.clients)
        stamp = Stamps(self.now)
        self.say(f"writing {self.clients:,} clients")
        contacts = write_clients(
            bulk(self.clients, self.seed), self.clients, words, members, first=first, rng=self.rng,
            created=lambda place: stamp(self.now - days[place] * 86_400),
            active=lambda place: stamp(history.latest[place]),
        )  # fmt: skip
        self.say(f"writing {len(history):,} events")
        notes, tasks = self._write(history, members, first, stamp)
        Counter.objects.update_or_create(kind="client", defaults={"value": self.clients})
        self.say("making what is derived from the rows")
        index(self.say)
        busy = self.events >= 2 * BUSY_EVENTS and self.clients > BUSIEST
        return {
            "notes": notes,
            "tasks": tasks,
            "contacts": contacts,
            "busiest": BUSIEST + 1 if busy else 0,
        }

    def _members(self) -> list[int]:
        slug, password = self.owner.organisation.slug, make_password(PASSWORD)
        people = [(name, role, f"{role.value}@{slug}.example") for role, name in PEOPLE.items()]
        people += [
            (name, Role.STAFF, f"{name.split()[0].lower()}@{slug}.example") for name in MORE_STAFF
        ]
        users = [User(email=email, name=name, password=password) for name, _, email in people]
        User.objects.bulk_create(users)
        made = [
            Member(user=user, name=name, role=role)
            for user, (name, role, _) in zip(users, people, strict=True)
        ]
        Member.objects.bulk_create(made)
        return [self.owner.pk, *(member.pk for member in made)]

    def _words(self) -> Words:
        rows.Status.add(by=None, label="Former")
        for hue, label in enumerate(TAGS, start=1):
            rows.Tag.add(by=None, label=label, hue=hue)
        return Words(
            statuses=list(rows.Status.objects.order_by("id").values_list("pk", flat=True)),
            tags=list(rows.Tag.objects.order_by("id").values_list("pk", flat=True)),
            types=list(rows.LocationType.objects.order_by("id").values_list("pk", flat=True)),
            roles=list(rows.ContactRole.objects.order_by("id").values_list("pk", flat=True)),
        )

    def _write(
        self, history: History, members: list[int], first: int, stamp: Stamps
    ) -> tuple[int, int]:
        """The events in their order, with the notes, tasks, holds and flags they are about."""
        note, task = (
            reserve(Note, history.about("note")),
            reserve(Task, history.about("task") + history.about("done")),
        )
        people = len(members)
        with (
            Sheet(Event, "client_id", "at", "kind", "strand", "actor_id", "particulars", "text",
                  "subject_model", "subject_id") as events,
            Sheet(Note, "id", "client_id", "html", "text", "author_id", "written_at", "pinned") as notes,
            Sheet(Task, "id", "client_id", "title", "assignee_id", "created_by_id", "created_at",
                  "due_on", "done_at", "done_by_id") as tasks,
            Sheet(rows.Hold, "client_id", "reason", "placed_by_id", "placed_at") as holds,
            Sheet(rows.Flag, "client_id", "reason", "raised_by_id", "raised_at") as flags,
        ):  # fmt: skip
            for at, place, number in history:
                story, client, when = STORIES[number], first + place, stamp(at)
                actor = members[(place + at) % people]
                model, key = "", None
                if story.about == "note":
                    model, key, note = "conversations.note", note, note + 1
                    notes.add(
                        key, client, f"<p>{story.text}</p>", story.text, actor, when, at % 499 == 0
                    )
                elif story.about:
                    model, key, task = "calendar.task", task, task + 1
                    done = story.about == "done"
                    due = stamp(at + TASK_TAKES)[:10]
                    tasks.add(key, client, story.text, actor, actor, stamp(at - TASK_TAKES) if done else when,
                              due, when if done else None, actor if done else None)  # fmt: skip
                elif number == HELD:
                    holds.add(client, "An invoice is unpaid", actor, when)
                elif number == FLAGGED:
                    flags.add(client, "Check the terms before you promise a date", actor, when)
                events.add(
                    client,
                    when,
                    story.kind,
                    story.strand,
                    actor,
                    story.particulars,
                    story.text,
                    model,
                    key,
                )
                if not events.written % 1_000_000 and not events.pending and events.written:
                    self.say(f"  {events.written:,}")
        return notes.written, tasks.written


class Stamps:
    """Seconds as both engines read instants: UTC, to the second. Put together from tables."""

    def __init__(self, now: int) -> None:
        self.first = now // 86_400 - 4_000
        days = (datetime.fromtimestamp(day * 86_400, UTC).date() for day in self._span())
        self.days = [day.isoformat() for day in days]
        self.clock = [str(timedelta(seconds=second)).zfill(8) for second in range(86_400)]

    def __call__(self, at: int) -> str:
        day, second = divmod(at, 86_400)
        return f"{self.days[day - self.first]} {self.clock[second]}"

    def _span(self) -> Iterator[int]:
        return iter(range(self.first, self.first + 4_100))

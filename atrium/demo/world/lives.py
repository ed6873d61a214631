"""What has happened with a client: status, owner, notes, tasks, history, holds."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atrium.demo.world import stories
from atrium.demo.world.shapes import Happening

if TYPE_CHECKING:
    from atrium.demo.world.builder import Builder
    from atrium.demo.world.shapes import Client, Note, Task

FEW = 4
WRITERS = ("manager", "staff", "admin")


@dataclass(slots=True)
class Biographer:
    """Gives ordinary clients a believable past; spans are in days before now."""

    b: Builder
    teller: stories.Teller

    def owners(self) -> tuple[str, ...]:
        """Members who look after clients."""
        return tuple(m.key for m in self.b.recipe.members if m.role != "viewer")

    def tags(self, kind: str) -> list[str]:
        """The tags that suit a company or an individual."""
        recipe = self.b.recipe
        return [
            tag.name for tag in recipe.tags if kind == "company" or tag.name not in recipe.firm_tags
        ]

    def early(self, status: str) -> bool:
        """Whether no work has been done for clients of this status."""
        recipe = self.b.recipe
        return status in {recipe.statuses[0].name, recipe.statuses[1].name, "Lost"}

    def live(self, client: Client, born: float, latest: float, events: int) -> Client:
        """The client with a status, an owner, tags and `events` entries of history beside its creation."""
        rng, recipe, b = self.b.rng, self.b.recipe, self.b
        names = [s.name for s in recipe.statuses]
        status = rng.choices(names, recipe.weights)[0]
        if events > FEW and self.early(status):
            status = names[2]
        owner = rng.choice(self.owners())
        client = replace(
            client, status=status, owner=owner, tags=tuple(rng.sample(self.tags(client.kind), rng.choice((0, 1, 1, 2)))),
            favourite_of=(owner,) if rng.random() < 0.06 else (),
            team=((rng.choice(self.owners()), "Deputy"),) if rng.random() < 0.15 else (),
            custom=tuple((key, rng.choice(found)) for key, found in recipe.custom.items() if rng.random() < 0.4),
        )  # fmt: skip
        if rng.random() < 0.04:
            client = replace(
                client,
                flag=b.flag(rng.uniform(latest, born), owner, rng.choice(recipe.flag_reasons)),
            )
        if rng.random() < 0.05 and born - latest > 30:
            placed = rng.uniform(latest + 15, born)
            lifted = None if rng.random() < 0.3 else rng.uniform(latest, placed - 12)
            hold = b.hold(
                placed,
                owner,
                rng.choice(recipe.hold_reasons),
                lifted,
                None if lifted is None else "admin",
            )
            client = replace(client, holds=(hold,))
        lines = self.history(client, born, latest, events)
        notes, tasks = self.talk(client, born, latest, events - len(lines))
        first = b.did(born, owner, "created", source=client.source or "Added by hand")
        return replace(client, activity=(first, *lines), notes=notes, tasks=tasks)

    def remember(self, client: Client) -> Client:
        """A client written by hand, with the lines of its history that go without saying put before its own."""
        first = Happening(
            client.created, client.owner, "created", {"source": client.source or "Added by hand"}
        )
        told = {line.particulars.get("name") for line in client.activity}
        names = [f"{contact.given} {contact.family}" for contact in client.contacts]
        joined = tuple(
            Happening(client.created + dt.timedelta(minutes=4 + 3 * turn), client.owner, "contact", {"name": name})
            for turn, name in enumerate(names) if name not in told
        )  # fmt: skip
        return replace(
            client, activity=(first, *joined, *sorted(client.activity, key=lambda line: line.at))
        )

    def moments(self, born: float, latest: float, count: int) -> list[float]:
        """Moments between, oldest first, thicker towards the newest; the very newest is `latest`."""
        rng = self.b.rng
        drawn = [latest + (born - latest) * 0.98 * rng.random() ** 1.8 for _ in range(count - 1)]
        return [*sorted(drawn, reverse=True), latest] if count else []

    def history(
        self, client: Client, born: float, latest: float, events: int
    ) -> tuple[Happening, ...]:
        """Changes that led to what the record says today, at most half of all events."""
        rng, b = self.b.rng, self.b
        wanted: list[tuple[str, dict[str, str]]] = []
        wanted += [("contact", {"name": f"{c.given} {c.family}"}) for c in client.contacts]
        path = self.b.recipe.paths[client.status]
        wanted += [
            ("status", {"before": was, "after": now}) for was, now in itertools.pairwise(path)
        ]
        wanted += [("tag", {"tag": tag}) for tag in client.tags]
        wanted += [("location", {"label": place.label}) for place in client.locations[1:]]
        if client.website:
            wanted.append(("field", {"field": "Website", "before": "", "after": client.website}))
        if client.tax_id:
            wanted.append(("field", {"field": "Tax ID", "before": "", "after": client.tax_id}))
        if rng.random() < 0.2:
            before = rng.choice([key for key in self.owners() if key != client.owner])
            wanted.append(("owner", {"before": before, "after": client.owner}))
        wanted = wanted[: events // 2]
        times = self.moments(born, latest + (born - latest) * 0.85, len(wanted))
        writers = [client.owner, *WRITERS]
        return tuple(
            b.did(ago, rng.choice(writers), kind, **data)
            for ago, (kind, data) in zip(times, wanted, strict=True)
        )

    def talk(
        self, client: Client, born: float, latest: float, count: int
    ) -> tuple[tuple[Note, ...], tuple[Task, ...]]:
        """Notes, and now and then a task, mostly ticked long ago."""
        rng, b, recent = self.b.rng, self.b, deque[str](maxlen=stories.IN_VIEW)
        notes: list[Note] = []
        for ago in reversed(self.moments(born, latest, count)):
            kind, text = self.teller.tell(
                client.kind, self.slots(client), recent, served=not self.early(client.status)
            )
            remind = rng.randint(2, 40) if rng.random() < 0.04 else None
            author = rng.choice((client.owner, client.owner, *WRITERS))
            pinned = kind == "special requirement" and not any(note.pinned for note in notes)
            notes.append(b.note(ago, author, text, kind, pinned=pinned, remind=remind))
        tasks = [self.chore(client, born, latest) for _ in range(min(5, count // 4))]
        return tuple(reversed(notes)), tuple(tasks)

    def chore(self, client: Client, born: float, latest: float) -> Task:
        """A task in the client's time; those of long ago are done, a few of the others overdue."""
        rng, b = self.b.rng, self.b
        lines = [line.strip() for line in b.recipe.tasks.splitlines() if line.strip()]
        title = stories.fill(rng.choice(lines), rng, b.recipe.slots, self.slots(client))
        ago = rng.uniform(latest, min(born, latest + 60))
        after = min(ago, rng.uniform(1, 9))
        done = ago - after if ago > 12 or rng.random() < 0.4 else None
        due = rng.randint(-4, 15) if done is None else -round(ago - after)
        who = rng.choice((client.owner, *WRITERS))
        return b.task(title, who, due, ago=ago, done=done, author=client.owner)

    def slots(self, client: Client) -> dict[str, str]:
        """What a story may say of this very client."""
        rng = self.b.rng
        people = [contact.given for contact in client.contacts] or (
            [client.given] if client.given else ["the office"]
        )
        street = client.locations[0].lines[-1] if client.locations else "the address on file"
        crew = [m.given for m in self.b.recipe.members if m.role != "viewer"]
        return {
            "who": rng.choice(people),
            "street": street,
            "engineer": rng.choice(crew),
            "client": client.name,
        }

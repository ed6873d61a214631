"""Replaying the journal gives the rows, whatever was done, undone and restored (J10)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from atrium.clients import lexicon
from atrium.clients.history.moment import Moment
from atrium.clients.models import Client, Contact, Hold, Link, Location, Point, Tag
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Change
from atrium.timeline.undoing import undo
from atrium.timeline.values import as_json

STEPS = 30
MODELS = (
    "clients.client clients.contact clients.point clients.location clients.link clients.linkrole "
    "clients.tagging clients.assignment clients.hold"
).split()
type Rows = dict[tuple[str, int], dict[str, Any]]


def replayed() -> Rows:
    """The rows as the journal alone tells them."""
    rows: Rows = {}
    for change in Change.objects.filter(model__in=MODELS).order_by("id"):
        key = change.model, change.object_id
        if change.operation == "D":
            assert rows.pop(key) == change.before
        elif change.operation == "I":
            assert key not in rows
            rows[key] = dict(change.after or {})
        else:
            held = {name: rows[key][name] for name in change.before or {}}
            assert held == change.before
            rows[key] |= change.after or {}
    return _without_versions(rows)


def standing() -> Rows:
    rows = {(m, r.pk): as_json(r) for m in MODELS for r in apps.get_model(m)._base_manager.all()}
    return _without_versions(rows)


def _without_versions(rows: Rows) -> Rows:
    """What follows from the changes and the timeline by itself is no change."""
    apart = {"version", "active_at", "completeness", "gaps"}
    return {key: {n: v for n, v in row.items() if n not in apart} for key, row in rows.items()}


class Chance:
    """Somebody who does anything at all to a client and its people."""

    def __init__(self, seed: int, client: Client, by: Member) -> None:
        self.rng, self.client, self.by = random.Random(seed), client, by  # noqa: S311
        self.words = lexicon.of(by.organisation)
        self.tags = [Tag.add(label=f"Tag {n}", by=by) for n in range(3)]
        self.turn = 0

    def step(self) -> None:
        self.turn += 1
        deeds: list[Callable[[], object]] = [
            self.edit, self.move, self.give, self.point, self.point, self.place, self.place,
            self.person, self.person, self.tag, self.hold, self.undo, self.undo, self.go_back,
        ]  # fmt: skip
        try:
            self.rng.choice(deeds)()
        except Refusal:
            return

    def one_of(self, rows: Any) -> Any:
        found = list(rows.order_by("id"))
        return self.rng.choice(found) if found else None

    def edit(self) -> None:
        field = self.rng.choice(["name", "industry", "about", "came_from", "since"])
        text = f"2024-01-{self.turn % 28 + 1:02}" if field == "since" else f"Word {self.turn}"
        self.client.edit(by=self.by, **{field: text})  # type: ignore[arg-type]

    def move(self) -> None:
        self.client.move_to(self.rng.choice(list(self.words.statuses.values())), by=self.by)

    def give(self) -> None:
        self.client.give_to(self.rng.choice([None, self.by]), by=self.by)

    def point(self) -> None:
        point = self.one_of(self.client.points)
        text = f"0117 496 {self.turn:04}"
        if point is None or self.rng.random() < 0.4:
            Point.add(self.client, by=self.by, kind="phone", text=text)
        else:
            deeds: list[Callable[[], object]] = [
                lambda: point.edit(by=self.by, text=text, label=f"Label {self.turn}"),
                lambda: point.prefer(by=self.by),
                lambda: point.drop(by=self.by),
            ]  # fmt: skip
            self.rng.choice(deeds)()

    def place(self) -> None:
        place = self.one_of(self.client.locations)
        kind = self.rng.choice(list(self.words.location_types.values())[:2])
        if place is None or self.rng.random() < 0.4:
            Location.add(self.client, by=self.by, type=kind, street=f"{self.turn} Mill Lane")
        else:
            deeds: list[Callable[[], object]] = [
                lambda: place.edit(by=self.by, street=f"{self.turn} High Street"),
                lambda: place.make_default(by=self.by),
                lambda: place.drop(by=self.by),
            ]  # fmt: skip
            self.rng.choice(deeds)()

    def person(self) -> None:
        link = self.one_of(self.client.links.current())
        if link is None or self.rng.random() < 0.4:
            person = Contact.add(by=self.by, given_name=f"Ann {self.turn}")
            Link.make(self.client, person, by=self.by)
        else:
            roles = [r for r in self.words.contact_roles.values() if self.rng.random() < 0.4]
            deeds: list[Callable[[], object]] = [
                lambda: link.edit(by=self.by, job_title=f"Title {self.turn}", roles=roles),
                lambda: link.make_primary(by=self.by),
                lambda: link.end(by=self.by),
                lambda: link.contact.edit(by=self.by, about=f"About {self.turn}"),
            ]  # fmt: skip
            self.rng.choice(deeds)()

    def tag(self) -> None:
        tag = self.rng.choice(self.tags)
        self.rng.choice([tag.put_on, tag.take_off])(self.client, by=self.by)

    def hold(self) -> None:
        hold = Hold.objects.filter(client=self.client, lifted_at=None).first()
        if hold is None:
            Hold.place(self.client, by=self.by, reason=f"Reason {self.turn}")
        else:
            hold.lift(by=self.by)

    def undo(self) -> None:
        mine = Act.objects.filter(changes__client=self.client).distinct().order_by("-id")[:6]
        undo(self.rng.choice(list(mine)), by=self.by)

    def go_back(self) -> None:
        self.client.refresh_from_db()
        mine = Act.objects.filter(changes__client=self.client).distinct().order_by("-id")[:8]
        act = self.rng.choice(list(mine))
        moment = Moment.of(self.client, self.by, act.at, act.pk)
        moment.restore(by=self.by, seen=moment.newest)
        self.client.refresh_from_db()
        assert Moment.of(self.client, self.by, act.at, act.pk).differences == []


@pytest.mark.parametrize("seed", range(3))
def test_j10_replaying_the_journal_gives_the_rows(bakery: Client, alice: Member, seed: int) -> None:
    chance = Chance(seed, bakery, alice)
    for _ in range(STEPS):
        bakery.refresh_from_db()
        chance.step()

    assert replayed() == standing()

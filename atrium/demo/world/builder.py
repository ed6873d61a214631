"""Short words with which clients are put together, by hand or by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from atrium.demo.world import names, places
from atrium.demo.world.shapes import Contact, Flag, Happening, Hold, Location, Note, Point, Task

if TYPE_CHECKING:
    from atrium.demo.world.clock import Clock
    from atrium.demo.world.phones import Exchange
    from atrium.demo.world.recipe import Recipe


def mail(value: str, label: str = "Work", *, preferred: bool = False) -> Point:
    """An e-mail address."""
    return Point("email", value, label, preferred)


def link(value: str, label: str = "Website") -> Point:
    """A web address."""
    return Point("link", value, label)


@dataclass(slots=True)
class Builder:
    """Makes the parts of a client; every `ago` is in days before now, as `Clock.at` takes it."""

    recipe: Recipe
    clock: Clock
    rng: random.Random
    exchange: Exchange
    mailboxes: set[str] = field(default_factory=set)

    def phone(
        self, place: str, label: str = "Office", *, preferred: bool = False
    ) -> tuple[Point, ...]:
        """A telephone of the city, or of the country (mobile); nothing where no range is reserved."""
        number = self.exchange.written(place)
        return (Point("phone", number, label, preferred),) if number else ()

    def reach(self, city: str, domain: str, box: str = "office") -> tuple[Point, ...]:
        """The mailbox and the landline of a firm."""
        return mail(f"{box}@{domain}", "Office", preferred=True), *self.phone(city)

    def place(
        self,
        kind: str,
        label: str,
        city: str,
        district: str = "",
        line: str = "",
        *,
        default: bool = False,
    ) -> Location:
        """A location in a district (drawn when not named), with an invented street."""
        home = places.CITIES[city]
        start, region = self.rng.choice(
            [pair for pair in home.districts if district in ("", pair[1])]
        )
        street = places.street(self.rng, home)
        postcode = places.postcode(self.rng, home.country, start)
        return Location(
            kind,
            label,
            (line, street) if line else (street,),
            city,
            region,
            postcode,
            home.country,
            default,
        )

    def person(
        self, name: str, job: str, roles: str = "", domain: str = "", city: str = "", *, primary: bool = False,
        mobile: bool = True, channel: str = "email",
    ) -> Contact:  # fmt: skip
        """A contact `Given|Family` with an address at the domain, a mobile of the city's country, and roles `a, b`."""
        given, _, family = name.partition("|")
        points: tuple[Point, ...] = ()
        if domain:
            points += (mail(self.mailbox(given, family, domain), preferred=channel == "email"),)
        country = places.CITIES[city].country if city else ""
        if country and mobile:
            points += self.phone(country, "Mobile", preferred=channel == "phone")
        return Contact(
            given, family, job, tuple(filter(None, roles.split(", "))), points, primary, channel
        )

    def mailbox(self, given: str, family: str, domain: str) -> str:
        """A free address of the person at the domain."""
        first, last = names.plain(given) or "post", names.plain(family) or "team"
        for box in (
            f"{first}.{last}",
            f"{first[0]}.{last}",
            f"{first}.{last}2",
            f"{first}.{last}3",
        ):
            if (address := f"{box}@{domain}") not in self.mailboxes:
                self.mailboxes.add(address)
                return address
        return f"{first}.{last}.{len(self.mailboxes)}@{domain}"

    def note(
        self,
        ago: float,
        author: str,
        text: str,
        kind: str = "general",
        *,
        pinned: bool = False,
        remind: int | None = None,
    ) -> Note:
        """A note, with a reminder so many days from today."""
        return Note(
            self.clock.at(ago),
            author,
            text,
            kind,
            pinned,
            None if remind is None else self.clock.day(remind),
        )

    def escalation(
        self, ago: float, author: str, text: str, *, resolved: float | None = None, by: str = "manager", outcome: str = ""
    ) -> Note:  # fmt: skip
        """A note that somebody had, or has, to take care of; `resolved` is when that was done."""
        note = self.note(ago, author, text, "escalation")
        if resolved is None:
            return note
        return replace(note, resolved=self.clock.at(resolved), resolved_by=by, outcome=outcome)

    def task(
        self, title: str, assignee: str, due: int | None = None, *, ago: float = 3.5, done: float | None = None,
        author: str = "manager",
    ) -> Task:  # fmt: skip
        """A to-do, due so many days from today; `ago` is when it was written, `done` when it was ticked."""
        when = None if done is None else self.clock.at(done)
        day = None if due is None else self.clock.day(due)
        return Task(title, self.clock.at(ago), author, assignee, day, when)

    def hold(
        self,
        ago: float,
        by: str,
        reason: str,
        lifted: float | None = None,
        lifted_by: str | None = None,
    ) -> Hold:
        """A hold, perhaps lifted since."""
        return Hold(
            self.clock.at(ago),
            by,
            reason,
            None if lifted is None else self.clock.at(lifted),
            lifted_by,
        )

    def flag(self, ago: float, by: str, reason: str) -> Flag:
        """A flag with its reason."""
        return Flag(self.clock.at(ago), by, reason)

    def did(self, ago: float, actor: str, kind: str, **particulars: str) -> Happening:
        """A line of the history."""
        return Happening(self.clock.at(ago), actor, kind, particulars)

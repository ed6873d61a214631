"""How the people of a demo organisation stand together: who reports to whom, who left, who has several clients."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from atrium.clients import models as rows
from atrium.demo.world import shapes
from atrium.foundation.formats.names import fold

SPAN = 4
FROM = 3
LEFT = ("Bookkeeper", "Site manager", "Office manager", "Purchasing", "Head of operations")
LONERS = (("Marguerite", "Oyelaran"), ("Tobias", "Lindqvist"), ("Anneke", "de Wit"))


class Standing:
    """Adds to the links of a settled world what years would have left between them."""

    def __init__(
        self,
        world: shapes.World,
        clients: dict[int, rows.Client],
        links: dict[int, list[rows.Link]],
        roles: dict[str, rows.ContactRole],
    ) -> None:
        self.world = world
        self.clients = clients
        self.links = links
        self.roles = roles
        self.rng = random.Random(f"people/{world.slug}")  # noqa: S311 - chance that repeats is the point

    def work(self) -> list[rows.Contact]:
        """Write it; the people who are new come back."""
        self._hierarchies()
        self._of_groups()
        return [*self._left(), *self._loners()]

    def _hierarchies(self) -> None:
        """Where there are several, the others report to the first and to those next to them."""
        changed = []
        for links in self.links.values():
            if len(links) < FROM:
                continue
            for place, link in enumerate(links[1:], 1):
                link.reports_to = links[(place - 1) // SPAN]
                changed.append(link)
        rows.Link.objects.bulk_update(changed, ["reports_to"], batch_size=200)

    def _of_groups(self) -> None:
        """Whoever pays for the group pays for its parts as well."""
        made = []
        for client in self.world.clients:
            for relation in client.relations:
                above = self.links.get(relation.number, [])
                if relation.kind != "parent" or len(above) < 2:  # noqa: PLR2004 - one who leads, one who pays
                    continue
                has = {link.contact.name for link in self.links.get(client.number, [])}
                if above[1].contact.name not in has:
                    link = self._link(client.number, above[1].contact, above[1].job_title)
                    link.is_primary = not has
                    made.append(link)
        busy = [links[0] for links in self.links.values() if len(links) == 1][:24]
        for one, other in pairwise(busy):
            if self.rng.random() < 0.4:  # noqa: PLR2004 - some, not all
                number = one.client.number
                made.append(self._link(number, other.contact, "Adviser"))
        self._write(made)

    def _left(self) -> list[rows.Contact]:
        """Bookkeepers and the like who moved on, some to another client."""
        people: list[rows.Contact] = []
        past: list[rows.Link] = []
        numbers = [n for n, links in self.links.items() if len(links) > 1][:40]
        for number, new in zip(numbers, [*numbers[3:], *numbers[:3]], strict=True):
            given, family = self._name()
            person = _person(given, family)
            link = self._link(number, person, self.rng.choice(LEFT))
            began = self.clients[number].since or date(2021, 3, 1)
            link.began_on = began - timedelta(days=self.rng.randint(500, 900))
            link.ended_on = link.began_on + timedelta(days=self.rng.randint(90, 1400))
            today = self.clients[number].created_at.date()
            link.ended_on = min(link.ended_on, max(today, link.began_on))
            link.roles_then = self.rng.choice(list(self.roles.values())).label
            people.append(person)
            past.append(link)
            if self.rng.random() < 0.4:  # noqa: PLR2004 - some, not all
                past.append(self._link(new, person, link.job_title))
        rows.Contact.objects.bulk_create(people, batch_size=200)
        self._write(past)
        return people

    def _name(self) -> tuple[str, str]:
        """A given name of one and a family name of another."""
        known = [c for client in self.world.clients for c in client.contacts[:1]]
        return self.rng.choice(known).given, self.rng.choice(known).family

    def _loners(self) -> list[rows.Contact]:
        people = [_person(given, family) for given, family in LONERS]
        people[0].about = "Met at the trade fair. Decides next spring."
        rows.Contact.objects.bulk_create(people)
        return people

    def _link(self, number: int, person: rows.Contact, title: str) -> rows.Link:
        client = self.clients[number]
        return rows.Link(
            client=client, contact=person, job_title=title, began_on=client.created_at.date()
        )

    def _write(self, links: Iterable[rows.Link]) -> None:
        made = list(links)
        for link in made:
            link.contact = link.contact
        rows.Link.objects.bulk_create(made, batch_size=200)


def _person(given: str, family: str) -> rows.Contact:
    name = f"{given} {family}".strip()
    return rows.Contact(name=name, name_key=fold(name)[:400], given_name=given, family_name=family)

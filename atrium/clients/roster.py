"""The Contacts tab: everybody who stands or stood with a client, as a list or by who reports to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from atrium.clients.models import Link
from atrium.clients.tenure import Branch, span, tree
from atrium.foundation.formats.names import fold

if TYPE_CHECKING:
    from atrium.clients.portrait import Person, Portrait

MOST = 500
PAST = 200


@dataclass(frozen=True)
class Past:
    """An ended link as history tells it: "Billing, Bookkeeper, 2021-2023"."""

    link: Link

    @property
    def span(self) -> str:
        return span(self.link.began_on, self.link.ended_on)


class Roster:
    """The contacts of one client, narrowed by words and a role."""

    def __init__(self, portrait: Portrait, query: Mapping[str, str]) -> None:
        portrait.most_people = MOST
        self.portrait = portrait
        self.everyone: list[Person] = portrait.reachable_people
        self.q = query.get("q", "").strip()[:200]
        self.role = query.get("role", "")[:20]
        self.as_tree = query.get("view") == "tree"
        self.names = {person.link.pk: person.link.contact.name for person in self.everyone}

    @cached_property
    def people(self) -> list[Person]:
        """Those who fit what was typed and chosen."""
        words = fold(self.q).split()
        return [p for p in self.everyone if self._plays(p) and all(w in _text(p) for w in words)]

    def _plays(self, person: Person) -> bool:
        role = next((r for r in self.roles if str(r.pk) == self.role), None)
        return role is None or role.label in person.roles

    @property
    def rows(self) -> list[tuple[Person, str]]:
        """Each with the name of whom they report to."""
        return [(p, self.names.get(p.above or 0, "")) for p in self.people]

    @property
    def roles(self) -> list[Any]:
        return list(self.portrait.words.contact_roles.values())

    @cached_property
    def tree(self) -> list[Branch[Person]]:
        return tree(self.everyone)

    @property
    def is_flat(self) -> bool:
        """Whether nobody reports to anybody."""
        return not any(branch.below for branch in self.tree)

    @cached_property
    def past(self) -> list[Past]:
        rows = Link.objects.ended().filter(client=self.portrait.client)
        return [Past(link) for link in rows.select_related("contact")[:PAST]]

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.role)

    def address(self, **changes: str) -> str:
        """The parameters of this tab with ``changes``."""
        now = {"q": self.q, "role": self.role, "view": "tree" if self.as_tree else ""}
        return urlencode({name: value for name, value in (now | changes).items() if value})

    @property
    def as_list_url(self) -> str:
        return self.address(view="")

    @property
    def as_tree_url(self) -> str:
        return self.address(view="tree", q="", role="")


def _text(person: Person) -> str:
    reach = " ".join(f"{point.value} {point.normal}" for point in person.points)
    parts = (person.link.contact.name, person.link.job_title, " ".join(person.roles), reach)
    return fold(" ".join(parts))

"""In whose eyes and in which place a value is read and shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.urls import reverse

if TYPE_CHECKING:
    from typing import Any

    from atrium.organisations.models import Member, Organisation


@dataclass(frozen=True)
class Named:
    """Another row that a value points at, as the reader may know it."""

    name: str
    url: str = ""
    number: int = 0


@dataclass
class Where:
    """The organisation, its habits, and who looks; None is Atrium itself, which sees all.

    ``country`` is that of the record, for phones without a country code.
    """

    organisation: Organisation
    member: Member | None = None
    country: str = ""
    _known: dict[tuple[str, str], Named | None] = field(default_factory=dict, repr=False)

    @property
    def home(self) -> str:
        """The country whose notations are read."""
        return self.country or self.organisation.country

    def rows(self, model: str) -> Any:
        """The clients or contacts that the reader may see."""
        rows = apps.get_model("clients", model).objects
        return rows.all() if self.member is None else rows.visible_to(self.member)

    def look_up(self, model: str, identifiers: Iterable[str]) -> None:
        """Learn what these rows are called, by one statement for those that are not known."""
        asked = [i for i in identifiers if (model, i) not in self._known]
        if not asked:
            return
        self._known |= dict.fromkeys(((model, each) for each in asked), None)
        for row in self.rows(model).filter(public_id__in=asked):
            number = getattr(row, "number", 0)
            home = self.organisation.slug
            url = reverse("client", args=[home, number]) if number else ""
            self._known[model, str(row.public_id)] = Named(row.name, url, number)
        if model == "Client":
            self._follow([i for i in asked if self._known[model, i] is None])

    def _follow(self, identifiers: list[str]) -> None:
        """An old identifier is called as the client that it was merged into."""
        clients = apps.get_model("clients", "Client").objects
        gone = clients.filter(public_id__in=identifiers, survivor__isnull=False)
        into = dict(gone.values_list("public_id", "survivor__public_id")) if identifiers else {}
        self.look_up("Client", {str(key) for key in into.values()})
        for old, new in into.items():
            self._known["Client", str(old)] = self._known["Client", str(new)]

    def named(self, model: str, identifier: str) -> Named | None:
        """What the row is called; None where the reader may not see it."""
        self.look_up(model, [identifier])
        return self._known[model, identifier]


def identifier_in(text: str) -> str:
    """The identifier that a text is, or that stands in brackets at its end; empty without."""
    inside = text.rpartition("[")[2].removesuffix("]").strip()
    try:
        return str(UUID(inside)) if len(inside) == 36 else ""  # noqa: PLR2004 - as identifiers are written
    except ValueError:
        return ""

"""An organisation's own words, read once per process and version instead of once per page."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from atrium.clients.models import (
    ContactRole,
    Field,
    FieldSection,
    Industry,
    LocationType,
    RelationKind,
    Rule,
    Status,
    Tag,
    TeamRole,
)
from atrium.foundation.registry import Registry
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation, Team

# Words that apps above keep, each list by its name; they are read with the others.
FURTHER: Registry[tuple[str, Callable[[], dict[int, Any]]]] = Registry()


def keeps_words(name: str, read: Callable[[], dict[int, Any]]) -> None:
    """Let ``further[name]`` of the lexicon hold what ``read`` answers: words by their key, in order."""
    FURTHER.add(name, (name, read))


@dataclass(frozen=True)
class Lexicon:
    """Statuses, tags, types, roles, industries, fields, relation kinds, members, rules and teams, by key in order.

    ``fields`` has the retired ones as well; which of them a member may know is asked of fields.py.
    The rows are shared between requests: read them, never change them.
    """

    statuses: dict[int, Status]
    tags: dict[int, Tag]
    location_types: dict[int, LocationType]
    contact_roles: dict[int, ContactRole]
    fields: dict[int, Field]
    relation_kinds: dict[int, RelationKind]
    field_sections: dict[int, FieldSection]
    members: dict[int, Member]
    rules: dict[int, Rule]
    team_roles: dict[int, TeamRole]
    teams: dict[int, Team]
    industries: dict[int, Industry]
    further: dict[str, dict[int, Any]]
    _made: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def default_status(self) -> Status:
        """What a new client is."""
        chosen = next((s for s in self.statuses.values() if s.is_default), None)
        return chosen or next(iter(self.statuses.values()))

    def once[T](self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes of these words, made once in each language."""
        place = get_language(), key
        if place not in self._made:
            self._made[place] = make()
        made: T = self._made[place]
        return made

    @property
    def active_members(self) -> list[Member]:
        return [m for m in self.members.values() if m.is_active]


def of(organisation: Organisation) -> Lexicon:
    """The words as they are at ``organisation.lexicon_version``."""
    return _read(organisation.pk, organisation.lexicon_version)


def forget_all() -> None:
    """Drop every copy, as at the start of the process."""
    _read.cache_clear()


@lru_cache(maxsize=200)
def _read(organisation_id: int, version: int) -> Lexicon:
    with current.entered(organisation_id):
        return Lexicon(
            statuses={s.pk: s for s in Status.objects.all()},
            tags={t.pk: t for t in Tag.objects.all()},
            location_types={t.pk: t for t in LocationType.objects.all()},
            contact_roles={r.pk: r for r in ContactRole.objects.all()},
            fields={f.pk: f for f in Field.objects.all()},
            relation_kinds={k.pk: k for k in RelationKind.objects.all()},
            field_sections={s.pk: s for s in FieldSection.objects.all()},
            members={
                m.pk: m for m in Member.objects.select_related("own_role").order_by("name", "id")
            },
            rules={r.pk: r for r in Rule.objects.all()},
            team_roles={r.pk: r for r in TeamRole.objects.all()},
            teams={t.pk: t for t in Team.objects.all()},
            industries={i.pk: i for i in Industry.objects.all()},
            further={name: read() for name, read in FURTHER},
        )

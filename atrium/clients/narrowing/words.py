"""Criteria of the organisation's own words: status, tags, owner, team, kind of client."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from atrium.clients import lexicon
from atrium.clients.models import Assignment, ClientKind, Tagging
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Option, criterion
from atrium.clients.narrowing.kinds import OneOf
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import TeamMember

ME, NOBODY = "me", "none"


def _options(rows: dict[int, Any]) -> list[Option]:
    return [Option(str(key), str(row), str(row.public_id)) for key, row in rows.items()]


def _statuses(where: Where) -> list[Option]:
    return _options(lexicon.of(where.organisation).statuses)


def _tags(where: Where) -> list[Option]:
    return _options(lexicon.of(where.organisation).tags)


def _teams(where: Where) -> list[Option]:
    return _options(lexicon.of(where.organisation).teams)


def _members(where: Where) -> list[Option]:
    mine = [Option(ME, gettext("Me"), ME)] if where.member else []
    return [*mine, *_options(lexicon.of(where.organisation).members)]


def _owners(where: Where) -> list[Option]:
    found = _members(where)
    return [*found[:1], Option(NOBODY, gettext("Nobody"), NOBODY), *found[1:]]


def _kinds(_: Where) -> list[Option]:
    return [Option(value, str(label)) for value, label in ClientKind.choices]


def _person(key: str, where: Where) -> int:
    return where.member.pk if key == ME and where.member else int(key)


def _owned(keys: list[str], where: Where) -> Answer:
    found = Q(owner__in=[_person(key, where) for key in keys if key != NOBODY])
    return Answer(q=found | Q(owner=None) if NOBODY in keys else found)


def _tagged(keys: list[str], _: Where) -> Answer:
    rows = Tagging.objects.filter(tag__in=[int(key) for key in keys])
    return Answer(rows=rows, several=len(keys) > 1)


def _seated(keys: list[str], where: Where) -> Answer:
    seats: Any = Assignment.objects.current()
    rows = seats.filter(member__in=[_person(key, where) for key in keys])
    return Answer(rows=rows, several=True)


def _team_seated(keys: list[str], _: Where) -> Answer:
    seats: Any = Assignment.objects.current()
    return Answer(rows=seats.filter(team__in=[int(key) for key in keys]), several=True)


def _of_team(keys: list[str], _: Where) -> Answer:
    owners = TeamMember.objects.filter(team__in=[int(key) for key in keys])
    return Answer(q=Q(owner__in=owners.values("member")))


def _nobody_seated(_: Where) -> Answer:
    seats: Any = Assignment.objects.current()
    return Answer(rows=seats.all(), several=True, negated=True)


BASICS = gettext_lazy("Basics")
ANY_OF = ("is", "is none of")
STATUS = criterion(
    OneOf(
        slug="status",
        label=gettext_lazy("Status"),
        section=BASICS,
        choices=_statuses,
        fits=lambda keys, _: Answer(q=Q(status__in=[int(key) for key in keys])),
    )
)
TAG = criterion(
    OneOf(
        slug="tag",
        label=gettext_lazy("Tags"),
        section=BASICS,
        choices=_tags,
        fits=_tagged,
        words=(gettext_lazy("include"), gettext_lazy("do not include")),
        nothing=lambda _: Answer(rows=Tagging.objects.all(), several=True, negated=True),
    )
)
OWNER = criterion(
    OneOf(slug="owner", label=gettext_lazy("Owner"), section=BASICS, choices=_owners, fits=_owned)
)
criterion(
    OneOf(
        slug="owner_team",
        label=gettext_lazy("Team of the owner"),
        section=BASICS,
        choices=_teams,
        fits=_of_team,
    )
)
criterion(
    OneOf(
        slug="member",
        label=gettext_lazy("Relationship team"),
        section=BASICS,
        choices=_members,
        fits=_seated,
        words=(gettext_lazy("includes"), gettext_lazy("does not include")),
        nothing=_nobody_seated,
    )
)
criterion(
    OneOf(
        slug="team",
        label=gettext_lazy("Team that looks after it"),
        section=BASICS,
        choices=_teams,
        fits=_team_seated,
    )
)
KIND = criterion(
    OneOf(
        slug="kind",
        label=gettext_lazy("Kind"),
        section=BASICS,
        choices=_kinds,
        fits=lambda keys, _: Answer(q=Q(kind__in=keys)),
    )
)

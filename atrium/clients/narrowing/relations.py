"""Criteria of how clients stand to each other. What stands to a hidden client is not told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q

from atrium.clients import lexicon
from atrium.clients.group import Group
from atrium.clients.models import Client, Relation
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Criterion, Option, Values, criterion
from atrium.clients.narrowing.kinds import OneOf
from atrium.clients.value_types import Where
from atrium.clients.value_types.base import IS, NOT, Operator
from atrium.clients.value_types.where import identifier_in
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext, gettext_lazy

SECTION = gettext_lazy("Relations")
_NUMBER = re.compile(r"(?:c-)?0*([0-9]{1,15})", re.IGNORECASE)
REVERSE = "-reverse"


def _seen(where: Where) -> Any:
    current: Any = Relation.objects.current()
    return current.seen_by(where.member) if where.member else current


def _sides(where: Where) -> list[Option]:
    """What a client can have: of each kind the one side, and the other where it has a name."""
    found = []
    for key, kind in lexicon.of(where.organisation).relation_kinds.items():
        found.append(Option(str(key), kind.label, str(kind.public_id)))
        if not kind.symmetric:
            other = Option(f"{key}{REVERSE}", kind.reverse, f"{kind.public_id}{REVERSE}")
            found.append(other)
    return found


def _has(keys: list[str], where: Where) -> Answer:
    kinds = lexicon.of(where.organisation).relation_kinds
    asked = Q()
    for key in keys:
        kind = kinds[int(key.removesuffix(REVERSE))]
        above = Q(Exists(_seen(where).filter(kind=kind.pk, second=OuterRef("pk"))))
        below = Q(Exists(_seen(where).filter(kind=kind.pk, first=OuterRef("pk"))))
        asked |= above | below if kind.symmetric else below if key.endswith(REVERSE) else above
    return Answer(q=asked)


def _none(where: Where) -> Answer:
    first = Q(Exists(_seen(where).filter(first=OuterRef("pk"))))
    return Answer(q=~(first | Q(Exists(_seen(where).filter(second=OuterRef("pk"))))))


@dataclass(frozen=True, kw_only=True)
class OfClient(Criterion):
    """Something that is said by naming another client, by its number or identifier."""

    control: ClassVar[str] = "client"
    operators: ClassVar[tuple[Operator, ...]] = (IS, NOT)

    def reads(self, operator: Operator) -> str:
        return "" if operator == IS else "not"

    def client(self, value: str, where: Where) -> Client:
        """The client that is meant, where the reader may see it. Raises FormatError."""
        rows, text = where.rows(gettext("Client")), value.strip()
        number, identifier = _NUMBER.fullmatch(text), identifier_in(text)
        if number:
            found = rows.filter(number=int(number[1])).first()
        else:
            found = rows.filter(public_id=identifier).first() if identifier else None
        if found is None:
            msg = gettext(
                "{label}: “{text}” is no client that you can see. Write its number like C-0482."
            ).format(label=self.label, text=text[:60])
            raise FormatError(msg)
        client: Client = found
        return client

    def named(self, value: str, operator: Operator, where: Where) -> str:
        found = self.client(value, where)
        return f"{found.name} ({found.code})"

    def key(self, value: str, where: Where) -> str:
        return str(self.client(value, where).number)

    def public(self, value: str, where: Where) -> str:
        return str(self.client(value, where).public_id)


class InGroup(OfClient):
    """It is this client or stands below it in a hierarchy."""

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        assert where.member is not None, "lists are read by members"
        number = self.client(values[0], where).number
        return Answer(q=Q(pk__in=Group(where.member, number).keys))


class RelatedTo(OfClient):
    """It has a relation to this client now."""

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        other = self.client(values[0], where).pk
        first = Q(Exists(_seen(where).filter(first=OuterRef("pk"), second=other)))
        return Answer(q=first | Q(Exists(_seen(where).filter(second=OuterRef("pk"), first=other))))


criterion(
    OneOf(
        slug="relation",
        label=gettext_lazy("Relations"),
        section=SECTION,
        choices=_sides,
        fits=_has,
        words=(gettext_lazy("include a"), gettext_lazy("do not include a")),
        nothing=_none,
    )
)
GROUP = criterion(InGroup(slug="group", label=gettext_lazy("In the group of"), section=SECTION))
criterion(RelatedTo(slug="related", label=gettext_lazy("Related to"), section=SECTION))

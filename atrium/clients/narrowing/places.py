"""Criteria of where a client is: any of its locations counts."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Lower

from atrium.clients import lexicon
from atrium.clients.models import Location
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Option, Values, criterion
from atrium.clients.narrowing.kinds import OneOf, Text
from atrium.clients.value_types import Where
from atrium.clients.value_types.base import EMPTY, FILLED, IS, NOT, Operator
from atrium.foundation.formats import country
from atrium.foundation.naming import country_called
from atrium.foundation.translation import gettext_lazy

SECTION = gettext_lazy("Places")
_CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def _all(_: Where) -> Any:
    return Location.objects.all()


def _spellings(town: str) -> set[str]:
    """The town as an index holds it: one database lowers all letters, the other the plain ones."""
    usual = (town, town.lower(), town.title(), town.upper())
    return {each.translate(_CAPITALS) for each in usual} | {town.lower()}


class Town(Text):
    """A town, found by the index of towns where it is named whole."""

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        if operator != IS:
            return super()._answer(operator, values, where)
        towns = sorted({spelt for value in values for spelt in _spellings(value.strip())})
        rows = Location.objects.alias(town=Lower("city")).filter(town__in=towns)
        return Answer(rows=rows, several=True)


class Country(Text):
    """A country, by its name or code."""

    operators = (IS, NOT, EMPTY, FILLED)

    def named(self, value: str, operator: Operator, where: Where) -> str:
        return country_called(country.parse(value).code)

    def public(self, value: str, where: Where) -> str:
        return country.parse(value).code


def _types(where: Where) -> list[Option]:
    types = lexicon.of(where.organisation).location_types
    return [Option(str(key), str(row), str(row.public_id)) for key, row in types.items()]


def _typed(keys: list[str], _: Where) -> Answer:
    rows = Location.objects.filter(type__in=[int(key) for key in keys])
    return Answer(rows=rows, several=True)


criterion(Town(slug="town", label=gettext_lazy("Town"), section=SECTION, column="city", rows=_all))
criterion(
    Text(
        slug="postcode",
        label=gettext_lazy("Postcode"),
        section=SECTION,
        column="postcode",
        rows=_all,
    )
)
criterion(
    Text(slug="region", label=gettext_lazy("Region"), section=SECTION, column="region", rows=_all)
)
criterion(
    Text(slug="street", label=gettext_lazy("Street"), section=SECTION, column="street", rows=_all)
)
criterion(
    Country(
        slug="country",
        label=gettext_lazy("Country"),
        section=SECTION,
        column="country",
        rows=_all,
        read=lambda text: country.parse(text).code,
    )
)
criterion(
    OneOf(
        slug="location_type",
        label=gettext_lazy("Location of type"),
        section=SECTION,
        choices=_types,
        fits=_typed,
        nothing=lambda where: Answer(rows=_all(where), several=True, negated=True),
    )
)

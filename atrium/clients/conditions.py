"""The inputs by which a list is narrowed by what the record says."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from atrium.clients.attributes import Attribute, attribute_named, attributes_of
from atrium.clients.filters import Filters
from atrium.clients.value_types import Operator, Where, offered
from atrium.clients.value_types.base import EMPTY, IS
from atrium.clients.value_types.reference import Reference
from atrium.clients.value_types.where import identifier_in
from atrium.organisations.models import Member


@dataclass(frozen=True)
class Input:
    """One input of a condition: its name in the address and what it holds."""

    operator: Operator
    name: str
    typed: str
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One attribute with the inputs that narrow a list by it."""

    attribute: Attribute
    inputs: list[Input]
    empty: Input

    @property
    def choices(self) -> list[dict[str, str]]:
        return offered(self.attribute)

    @property
    def control(self) -> str:
        return self.attribute.control

    @property
    def id(self) -> str:
        return f"by-{self.attribute.slug.replace('.', '-')}"


@dataclass(frozen=True)
class Asked:
    """The conditions that are on, and what else there is to narrow by."""

    lines: list[Line]
    offered: list[Attribute]


def asked_for(request: HttpRequest, filters: Filters) -> Asked:
    """What the list's address asks for; ``by`` names one more that is to be asked."""
    member: Member = request.member  # type: ignore[attr-defined]
    slugs = dict.fromkeys(each.slug for each in filters.conditions)
    if request.GET.get("by"):
        slugs |= {request.GET["by"]: None}
    typed = {(c.slug, c.operator): c.typed for c in filters.conditions}
    lines = [line_for(member, slug, typed) for slug in slugs]
    others = [a for a in attributes_of(member) if a.filterable and a.slug not in slugs]
    return Asked([line for line in lines if line], others)


def line_for(
    member: Member, slug: str, typed: dict[tuple[str, str], str] | None = None
) -> Line | None:
    """The inputs for one attribute; None where the member may not narrow by it."""
    found = attribute_named(member, slug)
    if found is None or not found.filterable:
        return None
    where = Where(member.organisation, member)

    def one(operator: Operator) -> Input:
        text = (typed or {}).get((slug, operator.slug), "")
        sort, named = found.sort, None
        if isinstance(sort, Reference) and identifier_in(text):
            named = where.named(sort.model, text)
        return Input(operator, f"by.{slug}.{operator.slug}", text, named.name if named else text)

    asked = [each for each in found.operators if each is not EMPTY]
    wanted = asked[:1] if _alone(found) else [each for each in asked if each is not IS]
    return Line(found, [one(each) for each in wanted], one(EMPTY))


def _alone(attribute: Attribute) -> bool:
    """Whether one input says it all: a word, a choice, yes or no."""
    return not attribute.sort.numeric or attribute.type == "yes_no"

"""The criteria that a member may know: those of the product, of the record, of the fields."""

from __future__ import annotations

from atrium.clients.attributes import attribute_named, attributes_of
from atrium.clients.narrowing.criterion import CRITERIA, Criterion
from atrium.clients.narrowing.of_attribute import OfAttribute
from atrium.organisations.models import Member


def criteria_of(member: Member) -> list[Criterion]:
    """Every criterion that the member may ask by."""
    fixed = [each for each in CRITERIA if member.can(each.needs)]
    said = [OfAttribute.of(each) for each in attributes_of(member) if each.filterable]
    return [*fixed, *said]


def criterion_named(member: Member, slug: str) -> Criterion | None:
    """The criterion that a condition means, where the member may ask by it."""
    if slug in CRITERIA:
        found = CRITERIA[slug]
        return found if member.can(found.needs) else None
    attribute = attribute_named(member, slug)
    return OfAttribute.of(attribute) if attribute and attribute.filterable else None

"""By what was agreed to or withdrawn lists of clients are narrowed: purpose, way and day (J11)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Link
from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Option
from atrium.clients.narrowing.kinds import Days, OnDays, OneOf, within
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext_lazy
from atrium.privacy.models import Consent, ConsentPurpose, ConsentSource

SECTION = gettext_lazy("People and ways to reach them")


def _standing(**about: Any) -> Any:
    """What was said last to its purpose by who said it."""
    same = Q(purpose=OuterRef("purpose")) & (
        Q(client=OuterRef("client")) | Q(contact=OuterRef("contact"))
    )
    later = Q(said_on__gt=OuterRef("said_on")) | Q(
        said_on=OuterRef("said_on"), pk__gt=OuterRef("pk")
    )
    return Consent.objects.filter(~Exists(Consent.objects.filter(same & later)), **about)


def _said(rows: Any) -> Answer:
    """Clients of whom one of these stands: of themselves, or of somebody who stands with them."""
    people = Link.objects.current().filter(client=OuterRef("pk"))
    theirs = rows.filter(contact=OuterRef("contact"))
    return Answer(
        q=Q(Exists(rows.filter(client=OuterRef("pk")))) | Q(Exists(people.filter(Exists(theirs))))
    )


def _purposes(_: Where) -> list[Option]:
    return [
        Option(str(each.pk), each.label, str(each.public_id)) for each in ConsentPurpose.known()
    ]


def _on(days: Days, _: Where) -> Answer:
    return _said(_standing().filter(within("said_on", days)))


for _slug, _label, _given in (
    ("consent", gettext_lazy("Agreed to"), True),
    ("consent_withdrawn", gettext_lazy("Does not agree to"), False),
):
    criterion(
        OneOf(
            slug=_slug,
            label=_label,
            section=SECTION,
            choices=_purposes,
            fits=lambda keys, _, given=_given: _said(_standing(given=given, purpose__in=keys)),  # type: ignore[misc]
            nothing=lambda _, given=_given: _said(_standing(given=given)).turned(),  # type: ignore[misc]
        )
    )
criterion(
    OneOf(
        slug="consent_source",
        label=gettext_lazy("Way in which consent was said"),
        section=SECTION,
        choices=lambda _: [Option(each.value, each.label) for each in ConsentSource],
        fits=lambda keys, _: _said(_standing(source__in=keys)),
    )
)
criterion(
    OnDays(
        slug="consent_on",
        label=gettext_lazy("Day of a consent or its withdrawal"),
        section=SECTION,
        between=_on,
    )
)

"""By what lists are narrowed to the clients that a figure of data quality counts (J22)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from atrium.clients import lexicon
from atrium.clients.models import Client, DuplicatePair, Link, Location, Point
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Option, criterion
from atrium.clients.narrowing.kinds import OneOf, YesNo
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext_lazy

SECTION = gettext_lazy("Data quality")


def points_of(**which: object) -> Q:
    """Clients that have such a way to reach them, of their own or of a contact that is theirs now."""
    own = Point.objects.filter(client=OuterRef("pk"), **which)
    theirs = Link.objects.current().filter(
        Exists(Point.objects.filter(contact=OuterRef("contact"), **which)), client=OuterRef("pk")
    )
    return Q(Exists(own)) | Q(Exists(theirs))


def lacking(keys: list[str]) -> Q:
    """Clients that do not meet one of these rules, by the keys kept in their row."""
    found = Q()
    for key in keys:
        found |= Q(gaps=key) | Q(gaps__startswith=f"{key},") | Q(gaps__endswith=f",{key}")
        found |= Q(gaps__contains=f",{key},")
    return found


def _gaps(where: Where) -> list[Option]:
    words = lexicon.of(where.organisation)
    return [
        Option(str(key), rule.asks.words(rule.target, words), str(rule.public_id))
        for key, rule in words.rules.items()
        if rule.active and rule.asks is not None
    ]


def _double(where: Where) -> Answer:
    """Pairs that nobody told apart, of which the asker sees both."""
    pairs = DuplicatePair.objects.all()
    pairs = pairs.visible_to(where.member) if where.member else pairs
    first, second = (pairs.filter(**{name: OuterRef("pk")}) for name in ("first_key", "second_key"))
    return Answer(q=Q(Exists(first)) | Q(Exists(second)))


def _unread() -> Q:
    kept = Client.objects.annotate(kept=Cast("extra", TextField())).filter(
        kept__contains='"unread"', pk=OuterRef("pk")
    )
    return Q(Exists(kept))


criterion(
    OneOf(
        slug="lacks",
        label=gettext_lazy("Missing or wrong"),
        section=SECTION,
        choices=_gaps,
        fits=lambda keys, _: Answer(q=lacking(keys)),
        words=("includes", "does not include"),
    )
)
criterion(
    YesNo(
        slug="double",
        label=gettext_lazy("Looks like another client"),
        section=SECTION,
        holds=_double,
    )
)
criterion(
    YesNo(
        slug="reachable",
        label=gettext_lazy("Can be reached"),
        section=SECTION,
        holds=lambda _: Answer(q=points_of(kind__in=["email", "phone"], sound=True)),
    )
)


def _invalid(kind: str, label: str) -> YesNo:
    def holds(_: Where) -> Answer:
        return Answer(q=points_of(kind=kind, sound=False))

    return YesNo(slug=f"invalid_{kind}", label=label, section=SECTION, holds=holds)


criterion(_invalid("email", gettext_lazy("Invalid e-mail address")))
criterion(_invalid("phone", gettext_lazy("Invalid phone number")))
criterion(_invalid("link", gettext_lazy("Invalid link")))
criterion(
    YesNo(
        slug="doubtful_postcode",
        label=gettext_lazy("Doubtful postcode"),
        section=SECTION,
        holds=lambda _: Answer(rows=Location.objects.filter(doubtful=True), several=True),
    )
)
criterion(
    YesNo(
        slug="unread_value",
        label=gettext_lazy("A value that does not fit its field"),
        section=SECTION,
        holds=lambda _: Answer(q=_unread()),
    )
)

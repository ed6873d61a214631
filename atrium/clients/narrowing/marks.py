"""Criteria of the marks that clients carry: star, flag, hold, do not contact, restricted."""

from __future__ import annotations

from django.db.models import Q

from atrium.clients.models import Favourite, Flag, Hold, NoContact
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import criterion
from atrium.clients.narrowing.kinds import Counted, YesNo
from atrium.foundation.translation import gettext_lazy

SECTION = gettext_lazy("Marks")
criterion(
    YesNo(
        slug="favourite",
        label=gettext_lazy("Favourite of mine"),
        section=SECTION,
        holds=lambda where: Answer(rows=Favourite.objects.filter(member=where.member)),
    )
)
criterion(
    YesNo(
        slug="flagged",
        label=gettext_lazy("Flagged"),
        section=SECTION,
        holds=lambda _: Answer(rows=Flag.objects.filter(cleared_at=None)),
    )
)
criterion(
    YesNo(
        slug="hold",
        label=gettext_lazy("On hold"),
        section=SECTION,
        holds=lambda _: Answer(rows=Hold.objects.filter(lifted_at=None)),
    )
)
criterion(
    Counted(
        slug="holds",
        label=gettext_lazy("Number of holds so far"),
        section=SECTION,
        rows=lambda _: Hold.objects.all(),
    )
)
criterion(
    YesNo(
        slug="no_contact",
        label=gettext_lazy("Do not contact"),
        section=SECTION,
        holds=lambda _: Answer(
            rows=NoContact.objects.filter(lifted_at=None, client__isnull=False), several=True
        ),
    )
)
criterion(
    YesNo(
        slug="restricted",
        label=gettext_lazy("Restricted"),
        section=SECTION,
        holds=lambda _: Answer(q=Q(restricted=True)),
    )
)

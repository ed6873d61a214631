"""Criteria of the marks that clients carry: star, flag, hold, do not contact, restricted."""

from __future__ import annotations

from django.db.models import Q

from atrium.clients.models import Favourite, Flag, Hold, NoContact
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import criterion
from atrium.clients.narrowing.kinds import Counted, YesNo

SECTION = "Marks"
criterion(
    YesNo(
        slug="favourite",
        label="Favourite of mine",
        section=SECTION,
        holds=lambda where: Answer(rows=Favourite.objects.filter(member=where.member)),
    )
)
criterion(
    YesNo(
        slug="flagged",
        label="Flagged",
        section=SECTION,
        holds=lambda _: Answer(rows=Flag.objects.filter(cleared_at=None)),
    )
)
criterion(
    YesNo(
        slug="hold",
        label="On hold",
        section=SECTION,
        holds=lambda _: Answer(rows=Hold.objects.filter(lifted_at=None)),
    )
)
criterion(
    Counted(
        slug="holds",
        label="Number of holds so far",
        section=SECTION,
        rows=lambda _: Hold.objects.all(),
    )
)
criterion(
    YesNo(
        slug="no_contact",
        label="Do not contact",
        section=SECTION,
        holds=lambda _: Answer(
            rows=NoContact.objects.filter(lifted_at=None, client__isnull=False), several=True
        ),
    )
)
criterion(
    YesNo(
        slug="restricted",
        label="Restricted",
        section=SECTION,
        holds=lambda _: Answer(q=Q(restricted=True)),
    )
)

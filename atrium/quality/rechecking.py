"""Reading invalid numbers and addresses once more, now that the country is known or a check is better (J22)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from atrium.clients.models import Client, Link, Point, PointKind
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting
from atrium.timeline.models import Act

AT_MOST = 2000


@dataclass(frozen=True)
class Rechecked:
    """What came of it: the act, for Undo, how many were read, how many fit now, and whether more wait."""

    act: Act | None
    tried: int
    mended: int
    more: bool

    @property
    def words(self) -> str:
        """The outcome as a sentence."""
        if not self.mended:
            return gettext("None of them could be read. Correct them on the clients.")
        rest = self.tried - self.mended
        told = (
            gettext("Mended {mended} of {tried}; {rest} still need a person.")
            if rest
            else gettext("Mended {mended} of {tried}.")
        ).format(
            mended=f"{spoken(self.mended):,}",
            tried=f"{spoken(self.tried):,}",
            rest=f"{spoken(rest):,}",
        )
        more = gettext("There are more: check again.")
        return f"{told} {more}" if self.more else told


def recheck(kind: PointKind, *, by: Member) -> Rechecked:
    """Read up to 2,000 invalid points of live clients that the member may see, as one act.

    A number is read in the country of its client, else of the organisation.
    """
    some = list(_invalid(kind, by)[: AT_MOST + 1])
    more, some = len(some) > AT_MOST, some[:AT_MOST]
    mended = 0
    with acting(
        by=by,
        label=gettext("Checked invalid {pointkind}s again").format(
            pointkind=within(PointKind(kind).label, noun=True)
        ),
    ) as act:
        for point in some:
            try:
                with act.step():
                    point.edit(by=by, text=point.value)
            except Refusal:
                continue
            mended += 1
        return Rechecked(act.row if mended else None, len(some), mended, more)


def _invalid(kind: PointKind, by: Member) -> QuerySet[Point]:
    seen = Client.objects.visible_to(by).live()
    theirs = Link.objects.current().filter(contact=OuterRef("contact"), client__in=seen)
    return (
        Point.objects.filter(Q(client__in=seen) | Q(Exists(theirs)), kind=kind, sound=False)
        .select_related("client", "contact")
        .order_by("pk")
    )

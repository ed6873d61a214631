"""Who hears of tenders."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.handing import goes_along
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.tenders import origins
from atrium.tenders.events import TenderDecided, TenderGiven, TenderMoved, TenderReminded
from atrium.tenders.models import Tender
from atrium.tenders.models.tender_handing import go_along
from atrium.timeline.models import Event

__all__ = ["origins"]

TENDERS = topic(
    Topic(
        code="tenders",
        label=gettext_lazy("Your tenders"),
        text=gettext_lazy(
            "A tender becomes yours, is due soon, moves, or is won, lost or withdrawn."
        ),
        icon="file-badge",
        order=21,
        needs=Can.TENDERS_SEE,
        email=True,
    )
)


@tell(TenderGiven, TenderReminded, TenderMoved, TenderDecided, topic=TENDERS)
def its_owner(event: Event) -> Iterable[Member | None]:
    rows = Tender.objects.filter(pk=event.subject_id).select_related("owner")
    return [tender.owner for tender in rows]


goes_along(
    slug="tenders",
    label=gettext_lazy("Also hand over the open tenders of these clients that the old owner has"),
    one="tender",
    many="tenders",
)(go_along)

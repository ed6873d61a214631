from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from atrium.tenders.models.tender import Tender

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.timeline.acting import Acting


def go_along(act: Acting, old: dict[int, int], to: Member) -> dict[int, int]:
    """Let ``to`` own the open tenders that the old owner of each client owns (R19).

    ``old``: the old owners by clients. Answers how many of each client went.
    """
    rows = Tender.objects.open().filter(client__in=list(old), owner__in=set(old.values()))
    mine = [t for t in act.lock_many(rows.order_by("id")) if t.owner_id == old[t.client_id]]
    act.change_many(mine, owner=to)
    return dict(Counter(tender.client_id for tender in mine))

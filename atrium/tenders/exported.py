"""Tenders of clients, as an export tells them, as far as its member may read them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from atrium.clients.exported import Told, exported
from atrium.foundation.formats import money
from atrium.tenders.models import Tender

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_PLAIN = ("title", "description", "notes", "outcome", "comment", "chance", "currency")


@exported("tenders")
def tenders(by: Member, clients: Collection[int]) -> Told:
    rows = Tender.objects.visible_to(by).kept().filter(client__in=clients)
    for tender in rows.select_related("stage", "reason", "owner").order_by("number"):
        told = {name: getattr(tender, name) for name in _PLAIN}
        told |= {"number": tender.code, "id": str(tender.public_id), "stage": tender.stage.label}
        told |= {"owner": str(tender.owner or ""), "reason": str(tender.reason or "")}
        at, decided = tender.due_at, tender.decided_at
        told |= {"due_on": str(tender.due_on or ""), "due_at": at.isoformat() if at else ""}
        told |= {"decided_at": decided.isoformat() if decided else ""}
        worth = "" if tender.amount is None else money.written(tender.amount, tender.currency)
        yield tender.client_id, told | {"value": worth}

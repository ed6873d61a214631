"""What the pages about merges read."""

from __future__ import annotations

from uuid import UUID

from atrium.clients.models import Different, Merge
from atrium.organisations.models import Member

MOST = 100


def merges_of(member: Member) -> list[Merge]:
    """What was merged of the clients that the member may see, the latest first."""
    rows = Merge.objects.visible_to(member).select_related("kept", "absorbed", "by")
    return list(rows[:MOST])


def merge_named(member: Member, key: UUID) -> Merge | None:
    """The merge with this identifier, if the member may see both of its clients."""
    rows = Merge.objects.visible_to(member).select_related("kept", "absorbed", "act", "by")
    found: Merge | None = rows.filter(public_id=key).first()
    return found


def apart_named(member: Member, key: UUID) -> Different | None:
    """What was told apart under this identifier, if the member may see both clients."""
    rows = Different.objects.visible_to(member).select_related("first", "second")
    found: Different | None = rows.filter(public_id=key).first()
    return found

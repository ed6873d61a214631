"""The meetings with clients, as an export tells them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from atrium.clients.exported import Told, exported
from atrium.meetings.models import Meeting

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@exported("meetings")
def meetings(by: Member, clients: Collection[int]) -> Told:
    rows = Meeting.objects.visible_to(by).filter(client__in=clients)
    for meeting in rows.select_related("organiser").order_by("starts_at", "id"):
        texts = ("title", "agenda", "place", "link", "minutes", "reason")
        told = {name: getattr(meeting, name) for name in texts}
        told |= {"id": str(meeting.public_id), "cancelled": meeting.is_cancelled}
        told |= {"from": meeting.starts_at.isoformat(), "until": meeting.ends_at.isoformat()}
        yield meeting.client_id, told | {"organiser": str(meeting.organiser or "")}

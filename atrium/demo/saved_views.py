"""The saved views of a demo organisation, and in whose tabs they are."""

from __future__ import annotations

from typing import Any

from atrium.clients.models import SavedView, Sharing, ViewPin, ViewTeam
from atrium.clients.narrowing import text
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member, Team

SHARED: list[dict[str, Any]] = [
    {
        "label": "Quiet for 90 days",
        "where": "any(last_contact.max:90 days ago,last_contact.empty),hold.is:no",
        "columns": ["status", "owner", "phone", "last_contact", "active"],
        "sort": "active",
    },
    {
        "label": "My open work",
        "where": "owner.is:me,open_tasks.min:1",
        "columns": ["status", "tags", "phone", "town", "open_tasks", "active"],
        "sort": "-active",
    },
    {
        "label": "With care",
        "where": "any(hold.is:yes,flagged.is:yes,no_contact.is:yes)",
        "columns": ["status", "owner", "contact", "phone", "last_contact"],
        "look": "cards",
    },
]
OF_A_TEAM: dict[str, Any] = {
    "label": "Details to complete",
    "where": "complete.max:79,any(phone.empty,email.empty,town.empty)",
    "columns": ["complete", "owner", "phone", "email", "town"],
    "sort": "complete",
}
PRIVATE: dict[str, Any] = {
    "label": "Added this quarter",
    "where": "created.in:this quarter",
    "columns": ["status", "owner", "created", "complete"],
    "sort": "-created",
}


def keep_views(members: dict[str, Member]) -> None:
    """Views of the owner for everybody, one for a team, one private; the first are in all tabs."""
    owner = next(m for m in members.values() if m.role == "owner")
    shared = [_view(owner, Sharing.EVERYONE, **told) for told in SHARED]
    private = _view(owner, Sharing.PRIVATE, **PRIVATE)
    SavedView.objects.bulk_create([*shared, private])
    team = Team.objects.order_by("id").first()
    if team is not None:
        gaps = _view(owner, Sharing.TEAMS, **OF_A_TEAM)
        gaps.save()
        ViewTeam.objects.create(view=gaps, team=team)
    ViewPin.objects.bulk_create(
        ViewPin(view=view, member=member) for member in members.values() for view in shared
    )


def _view(owner: Member, sharing: Sharing, *, label: str, where: str, **told: Any) -> SavedView:
    return SavedView(
        label=label,
        label_key=fold(label),
        owner=owner,
        sharing=sharing,
        conditions=text.read(where).as_json(),
        **told,
    )

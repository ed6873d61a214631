"""What stands beside a client at most once: its open hold, its open flag and a member's own star."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import FilteredRelation, Q

if TYPE_CHECKING:
    from atrium.organisations.models import Member


def marks(member: Member) -> dict[str, FilteredRelation]:
    """The joins by their names, for ``annotate()``."""
    # A join knows no current organisation, and without it the indexes that begin with one are of no use.
    here = member.organisation_id
    return {
        "open_hold": FilteredRelation(
            "holds", condition=Q(holds__lifted_at=None, holds__organisation=here)
        ),
        "open_flag": FilteredRelation(
            "flags", condition=Q(flags__cleared_at=None, flags__organisation=here)
        ),
        "own_star": FilteredRelation(
            "favourites", condition=Q(favourites__member=member, favourites__organisation=here)
        ),
    }

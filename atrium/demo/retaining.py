"""For how long a demo organisation keeps what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.privacy.models import RetentionRule

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_MONTHS = {"calls": 60, "messages": 120, "notifications": 24, "imports": 12}


def retain(owner: Member) -> None:
    """Set a few rules; they let nothing go that the tour shows."""
    for sort, months in _MONTHS.items():
        RetentionRule.keep(sort, by=owner, months=months)

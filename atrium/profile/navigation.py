"""What requests add to the frame of every page and to the dashboard."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from atrium.foundation.navigation import UPKEEP, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.profile.facts import waiting_for
from atrium.profile.models import ChangeRequest

ON_A_CARD = 6


def _waiting(request: MemberRequest) -> QuerySet[ChangeRequest]:
    return waiting_for(request.member)


nav_item(
    label=gettext_lazy("Approvals"),
    icon="git-pull-request",
    url_name="account-requests",
    order=20,
    group=UPKEEP,
    needs=Can.ACCOUNTS_APPROVE,
    count=_waiting,
)


@dashboard_card(
    slug="account-requests",
    side="side",
    order=20,
    needs=Can.ACCOUNTS_APPROVE,
    template="profile/card.html",
)
def waiting(request: MemberRequest) -> dict[str, Any] | None:
    """Changes of account details that wait for an admin (B03)."""
    rows = waiting_for(request.member).select_related("client", "asked_by").order_by("asked_at")
    found = list(rows[:ON_A_CARD])
    return {"requests": found} if found else None

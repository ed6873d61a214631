"""What the profile hangs on the client page: account details (B01, B03) and equipment (J06)."""

from __future__ import annotations

from atrium.clients.page import Context, panel, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import DECIDED, NEEDS, Need
from atrium.clients.telling import NO_UNDO
from atrium.foundation.translation import gettext_lazy, ngettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.profile import attributes
from atrium.profile.facts import asked, equipment_of, sections
from atrium.profile.models import AccountDetails, ChangeRequest

__all__ = ["attributes"]
MOST_PAST = 20
DECIDED.add("profile.changerequest")
NEEDS["profile.accountdetails"] = Need("accounts", Can.ACCOUNTS_ASK)
NEEDS["profile.equipment"] = Need("equipment", Can.CLIENTS_EDIT)
NO_UNDO.update(
    f"account.{what}" for what in ("change_asked", "changed", "change_rejected", "change_withdrawn")
)


@tab(
    slug="account",
    label=gettext_lazy("Account"),
    key="b",
    order=70,
    needs=Can.ACCOUNTS_SEE,
    template="profile/account.html",
)
def account(request: MemberRequest, portrait: Portrait) -> Context:
    """What stands, what waits to be approved, and what was decided."""
    client, member = portrait.client, request.member
    rows = list(
        ChangeRequest.objects.filter(client=client).select_related("asked_by", "decided_by")[
            : MOST_PAST + 1
        ]
    )
    for row in rows:
        row.client = client
    open_one = next((row for row in rows if row.is_open), None)
    values = AccountDetails.standing(client)
    return {
        "sections": sections(client, values, member),
        "has_any": any(value not in {None, ""} for value in values.values()),
        "waiting": asked(open_one, member) if open_one else None,
        "past": [(row, row.lines(values)) for row in rows if not row.is_open][:MOST_PAST],
        "may_ask": member.can(Can.ACCOUNTS_ASK)
        and not client.is_archived
        and (open_one is None or open_one.asked_by_id == member.pk),
    }


@tab(
    slug="equipment",
    label=gettext_lazy("Equipment"),
    order=65,
    needs=Can.CLIENTS_SEE,
    template="profile/equipment/tab.html",
)
def equipment(request: MemberRequest, portrait: Portrait) -> Context:
    """What is looked after at the client (J06)."""
    client = portrait.client
    return {
        "equipment": list(equipment_of(client)),
        "may_edit": request.member.can(Can.CLIENTS_EDIT) and not client.is_archived,
    }


@panel(
    slug="equipment",
    side="fold:service",
    order=10,
    needs=Can.CLIENTS_SEE,
    template="profile/equipment/line.html",
)
def equipment_line(request: MemberRequest, portrait: Portrait) -> Context:
    """How much there is, in the section of service details."""
    count = portrait.client.equipment_count
    told = ngettext("{count} piece of equipment", "{count} pieces of equipment", count)
    return {"told": told.format(count=count) if count else ""}

"""What the settings pages show, worked out from rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from atrium.organisations.models import Invitation, Member, Team
from atrium.organisations.permissions import ROLES, Can, Role

type Context = dict[str, Any]


@dataclass(frozen=True)
class MemberLine:
    """A member as the list shows them; ``manageable`` says whether the reader may change them."""

    member: Member
    manageable: bool


@dataclass(frozen=True)
class PermissionLine:
    """One thing that can be allowed, and for each role whether it is."""

    permission: Can
    allowed: list[tuple[Role, bool]]


def members_page(reader: Member) -> Context:
    """Members, and for those who manage them the open invitations."""
    rows = Member.objects.listed()
    return {
        "lines": [MemberLine(row, reader.may_manage(row)) for row in rows],
        "invitations": list(Invitation.objects.listed()) if reader.can(Can.MEMBERS_MANAGE) else [],
        "may_manage": reader.can(Can.MEMBERS_MANAGE),
        "managing_roles": [role.label for role in Role if Can.MEMBERS_MANAGE in ROLES[role]],
    }


def teams_page(reader: Member) -> Context:
    """The teams with their members."""
    return {
        "teams": list(Team.objects.with_members()),
        "may_manage": reader.can(Can.MEMBERS_MANAGE),
    }


def team_page(team: Team) -> Context:
    """One team, who is in it, and who could be."""
    inside = [
        row.member for row in team.memberships.select_related("member").order_by("member__name")
    ]
    outside = Member.objects.active().exclude(pk__in=[m.pk for m in inside]).order_by("name")
    return {"team": team, "inside": inside, "outside": list(outside)}


def table_of_roles(reader: Member) -> Context:
    """The one table of permissions, line by line, and how many hold each role."""
    held = list(Member.objects.active().values_list("role", flat=True))
    lines = [PermissionLine(can, [(role, can in ROLES[role]) for role in Role]) for can in Can]
    return {
        "roles": [(role, held.count(role)) for role in Role],
        "lines": lines,
        "mine": Role(reader.role),
    }

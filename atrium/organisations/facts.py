"""What the settings pages show, worked out from rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from atrium.organisations.models import Invitation, Member, OwnRole, Team
from atrium.organisations.permissions import AnyRole, Can, Role, permissions_of

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
    allowed: list[tuple[AnyRole, bool]]


@dataclass(frozen=True)
class RoleColumn:
    """A role at the head of the table, how many hold it, and whether the reader may change it."""

    role: AnyRole
    held: int
    changeable: bool


def members_page(reader: Member) -> Context:
    """Members, and for those who manage them the open invitations."""
    rows = Member.objects.listed()
    may_manage = reader.can(Can.MEMBERS_MANAGE)
    return {
        "lines": [MemberLine(row, reader.may_manage(row)) for row in rows],
        "invitations": list(Invitation.objects.listed()) if may_manage else [],
        "may_manage": may_manage,
        "managing_roles": [] if may_manage else _managing_roles(),
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
        row.member
        for row in team.memberships.select_related("member__own_role").order_by("member__name")
    ]
    outside = Member.objects.active().exclude(pk__in=[m.pk for m in inside]).order_by("name")
    return {"team": team, "inside": inside, "outside": list(outside)}


def table_of_roles(reader: Member) -> Context:
    """The one table of permissions, line by line, and how many hold each role."""
    every = _every_role()
    held = [member.given for member in Member.objects.active().select_related("own_role")]
    columns = [
        RoleColumn(role, held.count(role), role.own is not None and reader.may_give(role))
        for role in every
    ]
    lines = [
        PermissionLine(can, [(role, can in _permissions(role)) for role in every]) for can in Can
    ]
    return {
        "columns": columns,
        "lines": lines,
        "mine": reader.given,
        "may_manage": reader.can(Can.MEMBERS_MANAGE),
    }


def _managing_roles() -> list[str]:
    """What those are called who can invite people."""
    return [role.label for role in _every_role() if Can.MEMBERS_MANAGE in _permissions(role)]


def _every_role() -> list[AnyRole]:
    """The five, then the organisation's own by name."""
    return [*Role, *OwnRole.objects.all()]


def _permissions(role: AnyRole) -> frozenset[Can]:
    return permissions_of(role.base, role.allowed)

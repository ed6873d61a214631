"""Roles of the demo organisations' own: an apprentice sees and logs work, and no money."""

from __future__ import annotations

from atrium.demo.world import shapes
from atrium.organisations.models import Member, OwnRole
from atrium.organisations.permissions import ROLES, Can, Role, written

_NOT_YET = {
    Can.MONEY_SEE,
    Can.MONEY_EDIT,
    Can.ACCOUNTS_SEE,
    Can.ACCOUNTS_ASK,
    Can.DOCUMENTS_SHARE,
    Can.TOKENS_MANAGE,
    Can.MAIL_SEND,
}


def give_own_roles(world: shapes.World, members: dict[str, Member]) -> None:
    """Let each apprentice among the members have a role of that name."""
    held = [members[person.key] for person in world.members if person.job_title == "Apprentice"]
    if not held:
        return
    role = OwnRole.objects.create(
        name="Apprentice",
        name_key="apprentice",
        base_role=Role.STAFF,
        allowed=written(ROLES[Role.STAFF] - _NOT_YET),
    )
    for member in held:
        Member.objects.filter(pk=member.pk).update(own_role=role, allowed=role.allowed)
        member.refresh_from_db()

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from atrium.clients.models.contact_role import ContactRole
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting

if TYPE_CHECKING:
    from atrium.clients.models.link import Link


class LinkRole(Owned):
    """One role that a contact has for a client."""

    link = models.ForeignKey(
        "clients.Link",
        models.CASCADE,
        related_name="given_roles",
        db_constraint=False,
        db_index=False,
    )
    role = models.ForeignKey(
        ContactRole, models.PROTECT, related_name="given", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "link", "role"], name="role_once"),
            SameOrganisation("link"),
            SameOrganisation("role"),
        ]

    def __str__(self) -> str:
        return f"{self.link}: {self.role}"


def set_roles(link: Link, act: Acting, roles: list[ContactRole]) -> str | None:
    """Give the link these roles and no others; what they are called, None where nothing changes."""
    wished = {role.pk: role for role in roles}
    has = {given.role_id: given for given in link.given_roles.all()}
    if set(wished) == set(has):
        return None
    for key, given in has.items():
        if key not in wished:
            act.remove(given)
    for key, role in wished.items():
        if key not in has:
            act.insert(LinkRole(link=link, role=role))
    return ", ".join(role.label for role in roles)

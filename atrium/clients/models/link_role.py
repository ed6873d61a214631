from __future__ import annotations

from django.db import models

from atrium.clients.models.contact_role import ContactRole
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned


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

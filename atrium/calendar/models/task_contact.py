from __future__ import annotations

from django.db import models

from atrium.clients.models import Contact
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned


class TaskContact(Owned):
    """That a task is to be done with a person: with whom one follows up (J18)."""

    task = models.ForeignKey(
        "calendar.Task",
        models.CASCADE,
        related_name="given_contacts",
        db_constraint=False,
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "task", "contact"], name="task_with_once"
            ),
            SameOrganisation("task"),
            SameOrganisation("contact"),
        ]

    def __str__(self) -> str:
        return f"{self.task} with {self.contact}"

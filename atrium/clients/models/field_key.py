"""What lists are narrowed and sorted by of the fields. Derived: made and remade by field_index.py."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.field import Field
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned


class FieldKey(Owned):
    """That a client or a contact has this in a field: a number, or folded text. One row a value.

    Only for fields that are filterable: JSON without an index takes seconds at a million rows.
    """

    field = models.ForeignKey(
        Field, models.CASCADE, related_name="keys", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        Client, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    text = models.CharField(max_length=120, null=True)
    number = models.FloatField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            SameOrganisation("field"),
            SameOrganisation("client"),
            SameOrganisation("contact"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "field", "text", "client"],
                condition=Q(text__isnull=False),
                name="field_key_text",
            ),
            models.Index(
                fields=["organisation", "field", "number", "client"],
                condition=Q(number__isnull=False),
                name="field_key_number",
            ),
            models.Index(fields=["organisation", "client", "field"], name="field_key_client"),
            models.Index(
                fields=["organisation", "contact", "field"],
                condition=Q(contact__isnull=False),
                name="field_key_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field_id}: {self.text if self.number is None else self.number}"

from __future__ import annotations

from typing import Any, Self

from django.db import models

from atrium.clients.models.client import Client
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member


class FieldType(models.TextChoices):
    """What a custom field holds."""

    TEXT = "text", "Text"
    LONG_TEXT = "long_text", "Long text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    YES_NO = "yes_no", "Yes or no"
    LINK = "link", "Link"


class Field(Term):
    """A field of the organisation's own; its values stand in Client.extra by the field's key.

    An import makes one for each column that has no place of its own, so that nothing is lost.
    """

    key = models.CharField(max_length=80)
    type = models.CharField(max_length=20, choices=FieldType, default=FieldType.TEXT)

    class Meta(Term.Meta):
        verbose_name = "field"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="field_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="field_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "label_key"], name="field_label_once"),
            models.UniqueConstraint(fields=["organisation", "key"], name="field_key_once"),
        ]

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """Add a field; a label that was in use before finds the values kept under it."""
        values.setdefault("key", " ".join(label.split())[:80])
        return super().add(by=by, label=label, **values)

    @property
    def is_used(self) -> bool:
        """Whether any client has a value in it."""
        return Client.objects.filter(extra__has_key=self.key).exists()

    def retire(self, *, by: Member, confirmed: bool = False) -> None:
        """Take the field off the list; what clients have in it is kept and shown by its name (V06).

        Refused while clients have values, unless ``confirmed``.
        """
        with self._taken_off(by=by) as act:
            if self.is_used and not confirmed:
                msg = f"Clients have values in {self.label}. Confirm that you want to remove it."
                raise Refusal(msg, field="confirmed")
            act.remove(self)

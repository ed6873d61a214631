from __future__ import annotations

from django.db import models

from atrium.clients.models.term import Term


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

from __future__ import annotations

from typing import Any, Self

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member


class Subject(models.TextChoices):
    """What a field is kept of."""

    CLIENT = "client", gettext_lazy("Clients")
    CONTACT = "contact", gettext_lazy("Contacts")


class FieldSection(Term):
    """A heading under which fields stand together. Laid out with them, by FieldLayout."""

    subject = models.CharField(max_length=10, choices=Subject, default=Subject.CLIENT)

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("section")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="field_section_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="field_section_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject", "label_key"], name="field_section_label_once"
            ),
        ]

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """Add a section at the end."""
        return super().add(by=by, label=label, **values)

    def retire(self, *, by: Member) -> None:
        """Take the heading away; its fields stand above all headings then."""
        with self._taken_off(by=by) as act:
            for field in act.lock_many(self.fields.order_by("id")):
                act.change(field, section=None)
            act.remove(self)

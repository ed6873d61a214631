from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.clients.models.link_role import LinkRole


class ReachedFor(models.TextChoices):
    """What those with a role are reached for first (J11)."""

    NOTHING = "", gettext_lazy("Nothing in particular")
    BILLING = "billing", gettext_lazy("Bills")
    EMERGENCY = "emergency", gettext_lazy("Emergencies")


class ContactRole(Term):
    """What a contact is to a client: decision maker, billing, technical, or the organisation's own."""

    reached_for = models.CharField(max_length=10, choices=ReachedFor, blank=True)

    if TYPE_CHECKING:
        given: RelatedManager[LinkRole]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("contact role")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="contact_role_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="contact_role_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="contact_role_label_once"
            ),
        ]

    def retire(self, *, by: Member, into: ContactRole | None = None) -> None:
        """Take the role off the list; who had it has ``into`` instead, or one role less."""
        if into is not None and into.pk == self.pk:
            msg = gettext("Choose another role for the contacts that have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            mine = act.lock_many(self.given.order_by("id"))
            act.remove_many(mine)
            if into is not None and mine:
                have = set(into.given.values_list("link_id", flat=True))
                rows = [
                    type(row)(link_id=row.link_id, role=into)
                    for row in mine
                    if row.link_id not in have
                ]
                act.insert_many(rows)
            act.remove(self)

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.clients.models.location import Location


class Receives(models.TextChoices):
    """What is posted to the addresses of a type (J11)."""

    NOTHING = "", gettext_lazy("Nothing in particular")
    LETTERS = "letters", gettext_lazy("Letters")
    BILLS = "bills", gettext_lazy("Bills")


class LocationType(Term):
    """What a location is for: billing, workplace, service, mailing, or the organisation's own (R06).

    ``visited``: our people go there, so that such an address must be complete. ``receives``: what is posted there first.
    """

    icon = models.CharField(max_length=40, default="map-pin")
    visited = models.BooleanField(default=False)
    receives = models.CharField(max_length=10, choices=Receives, blank=True)

    if TYPE_CHECKING:
        locations: RelatedManager[Location]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("location type")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="location_type_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="location_type_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="location_type_label_once"
            ),
        ]

    def retire(self, *, by: Member, into: LocationType) -> None:
        """Take the type off the list; its locations become ``into``.

        Where a client has a default of that type already, that one stays the default.
        """
        if into.pk == self.pk:
            msg = gettext("Choose another type for the locations that have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            taken = into.locations.filter(is_default=True)
            have = set(taken.values_list("client_id", flat=True))
            mine = act.lock_many(self.locations.order_by("id"))
            second = [place for place in mine if place.client_id in have]
            act.change_many(second, type=into, is_default=False)
            act.change_many([p for p in mine if p.client_id not in have], type=into)
            act.remove(self)

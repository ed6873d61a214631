from django.db import models

from atrium.clients.models.term import Term


class LocationType(Term):
    """What a location is for: billing, workplace, service, mailing, or the organisation's own (R06)."""

    icon = models.CharField(max_length=40, default="map-pin")

    class Meta(Term.Meta):
        verbose_name = "location type"
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

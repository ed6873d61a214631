from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from atrium.organisations.models import Organisation
from atrium.organisations.owned import Owned

KEPT_DAYS = 800


class QualityDay(Owned):
    """How good the data was on one day, of all live clients: figures by their names."""

    day = models.DateField()
    figures: models.JSONField[dict[str, int]] = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        ordering = ("day",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day"], name="quality_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @classmethod
    def keep(cls, place: Organisation, figures: dict[str, int]) -> Self:
        """Keep today's figures of the current organisation; those of the same day give way."""
        day: date = place.today()
        row: Self
        row, _ = cls.objects.update_or_create(day=day, defaults={"figures": figures})
        return row

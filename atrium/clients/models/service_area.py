from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.events import ServiceAreaAdded, ServiceAreaChanged, ServiceAreaRemoved
from atrium.clients.models.client import Client
from atrium.clients.models.location import Location
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

MOST_CODES = 500
LONGEST_CODE = 12
WIDEST = Decimal(20_000)
_BETWEEN = re.compile(r"[,;\n]+")
_CODE = re.compile(r"[0-9A-Z][0-9A-Z -]*")


class Unit(models.TextChoices):
    """What a radius is measured in."""

    KM = "km", "km"
    MILES = "mi", gettext_lazy("miles")


class ServiceArea(Owned):
    """Where a client is served: beginnings of postcodes, or a radius around one of its locations."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="service_areas", db_constraint=False, db_index=False
    )
    label = models.CharField(max_length=120, blank=True)
    postcodes: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    around = models.ForeignKey(
        Location,
        models.PROTECT,
        null=True,
        related_name="service_areas",
        db_constraint=False,
        db_index=False,
    )
    radius = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KM)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            SameOrganisation("client"),
            SameOrganisation("around"),
            models.CheckConstraint(
                condition=Q(around=None, radius=None) | Q(around__isnull=False, radius__gt=0),
                name="area_of_one_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "client"], name="area_by_client"),
            models.Index(fields=["organisation", "around"], name="area_by_location"),
        ]

    def __str__(self) -> str:
        return self.label or self.sentence

    @property
    def sentence(self) -> str:
        """What it covers: "SW1A, SW1B" or "25 km around 12 Mill Lane, Bristol"."""
        if self.around is not None and self.radius is not None:
            return gettext("{normalize} {unit} around {around}").format(
                normalize=f"{self.radius.normalize():f}",
                unit=self.get_unit_display(),
                around=self.around,
            )
        return ", ".join(self.postcodes)

    @classmethod
    def add(cls, client: Client, *, by: Member, **values: Any) -> Self:
        """Add an area; refused unless it is either postcodes or a radius around a location."""
        area = cls(client=client, **_cleaned(client, values))
        with acting(
            by=by, label=gettext("Added a service area of {client}").format(client=client)
        ) as act:
            act.lock(client)
            client.refuse_archived()
            act.insert(area)
            act.record(ServiceAreaAdded(area=str(area)), client=client, subject=area)
        return area

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what it covers or its label."""
        with acting(
            by=by, label=gettext("Changed a service area of {client}").format(client=self.client)
        ) as act:
            client = self.client
            act.lock(client)
            client.refuse_archived()
            act.lock(self)
            before = str(self)
            kept = {name: getattr(self, name) for name in _NAMES}
            if act.change(self, **_cleaned(client, kept | values)):
                story = ServiceAreaChanged(before=before, after=str(self))
                act.record(story, client=client, subject=self)

    def drop(self, *, by: Member) -> None:
        """Take the area away."""
        with acting(
            by=by, label=gettext("Removed a service area of {client}").format(client=self.client)
        ) as act:
            client = self.client
            act.lock(client)
            client.refuse_archived()
            story = ServiceAreaRemoved(area=str(self))
            act.remove(self)
            act.record(story, client=client)

    def covers(self, postcode: str) -> bool | None:
        """Whether the postcode lies in it; None for a radius, which no postcode can tell."""
        if not self.postcodes:
            return None
        bare = _bare(postcode)
        return any(bare.startswith(_bare(code)) for code in self.postcodes)


_NAMES = ("label", "postcodes", "around", "radius", "unit")


def codes_of(text: str) -> list[str]:
    """The postcodes, or beginnings of them, in what was typed; refused with the one that is none."""
    found = [" ".join(piece.upper().split()) for piece in _BETWEEN.split(text)]
    codes = list(dict.fromkeys(code for code in found if code))
    wrong = next((c for c in codes if len(c) > LONGEST_CODE or not _CODE.fullmatch(c)), "")
    if wrong:
        msg = gettext(
            "“{wrong}” is no postcode. Write them like SW1A, BS1, with commas between."
        ).format(wrong=wrong[:40])
        raise Refusal(msg, field="postcodes")
    if len(codes) > MOST_CODES:
        msg = gettext(
            "An area has at most {most} postcodes; use shorter beginnings of them."
        ).format(most=MOST_CODES)
        raise Refusal(msg, field="postcodes")
    return codes


def _cleaned(client: Client, values: dict[str, Any]) -> dict[str, Any]:
    cleaned = {"unit": Unit.KM, "radius": None, "around": None} | values
    codes = cleaned.get("postcodes") or []
    cleaned["postcodes"] = codes_of(codes if isinstance(codes, str) else ",".join(codes))
    cleaned["label"] = " ".join(str(cleaned.get("label", "")).split())[:120]
    around, radius = cleaned["around"], cleaned["radius"]
    if bool(cleaned["postcodes"]) == (around is not None or radius is not None):
        msg = gettext("Write postcodes, or a radius around a location; one of both.")
        raise Refusal(msg, field="postcodes")
    if (around is None) != (radius is None):
        field = "around" if around is None else "radius"
        msg = (
            gettext("Choose the location that the radius is around.")
            if around is None
            else gettext("How far?")
        )
        raise Refusal(msg, field=field)
    if radius is not None and not 0 < Decimal(radius) <= WIDEST:
        msg = gettext("Write a radius of more than 0 and at most {widest}.").format(
            widest=f"{spoken(WIDEST):,}"
        )
        raise Refusal(msg, field="radius")
    if radius is not None:
        cleaned["radius"] = Decimal(radius).quantize(Decimal("0.1"))
    if around is not None and around.client_id != client.pk:
        raise Refusal(gettext("Choose a location of this client."), field="around")
    return cleaned


def _bare(code: str) -> str:
    return "".join(code.upper().split())

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils import timezone

from atrium.clients.models import Client, Location
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.profile.events import (
    EquipmentAdded,
    EquipmentChanged,
    EquipmentRemoved,
    EquipmentServiced,
)
from atrium.timeline.acting import Acting, acting

MOST = 500
LONGEST = {"name": 120, "maker": 120, "model": 120, "serial": 120, "spot": 120, "notes": 2000}
_DATES = {"installed_on": "installed", "serviced_on": "serviced"}


class Equipment(Owned):
    """Something at a client that is looked after: a boiler, a server, a lift (J06).

    Its service history is what its events tell; ``serviced_on`` is the last day of it. ``spot``
    says where at the location it stands.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="equipment", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=LONGEST["name"])
    maker = models.CharField(max_length=LONGEST["maker"], blank=True)
    model = models.CharField(max_length=LONGEST["model"], blank=True)
    serial = models.CharField(max_length=LONGEST["serial"], blank=True)
    location = models.ForeignKey(
        Location,
        models.DO_NOTHING,
        null=True,
        related_name="equipment",
        db_constraint=False,
        db_index=False,
    )
    spot = models.CharField(max_length=LONGEST["spot"], blank=True)
    installed_on = models.DateField(null=True)
    serviced_on = models.DateField(null=True)
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        verbose_name = "piece of equipment"
        verbose_name_plural = "equipment"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="equipment_by_public_id"
            ),
            SameOrganisation("client"),
            SameOrganisation("location"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "id"], name="equipment_by_client"),
            models.Index(
                fields=["organisation", "serial"],
                condition=~models.Q(serial=""),
                name="equipment_by_serial",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def make(self) -> str:
        """Who made it and which it is: Ardenn Combi 30."""
        return " ".join(filter(None, (self.maker, self.model)))

    @classmethod
    def add(cls, client: Client, *, by: Member | None, name: str, **values: Any) -> Self:
        """Add a piece to what is looked after at the client."""
        piece = cls(client=client, **_cleaned(client, {"name": name, **values}))
        with acting(
            by=by,
            label=gettext("Added {piece} to the equipment of {client}").format(
                piece=piece, client=client
            ),
        ) as act:
            _lock(client, act)
            if cls.objects.filter(client=client).count() >= MOST:
                msg = gettext(
                    "A client has at most {most} pieces of equipment; remove some first."
                ).format(most=MOST)
                raise Refusal(msg)
            act.insert(piece)
            act.record(
                EquipmentAdded(name=piece.name, make=piece.make), client=client, subject=piece
            )
        return piece

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what is said of it; nothing is told where nothing differs."""
        client = self.client
        with acting(
            by=by,
            label=gettext("Changed {equipment} of {client}").format(equipment=self, client=client),
        ) as act:
            _lock(client, act)
            self._lock(act)
            before = {name: getattr(self, name) for name in _LABELS}
            if act.change(self, **_cleaned(client, values)):
                changes = [
                    [str(label), _told(before[name]), _told(getattr(self, name))]
                    for name, label in _LABELS.items()
                    if before[name] != getattr(self, name)
                ]
                story = EquipmentChanged(name=self.name, changes=changes)
                act.record(story, client=client, subject=self)

    def service(self, *, by: Member | None, on: date, what: str = "") -> None:
        """Tell that it was serviced on a day up to today, and what was done."""
        client, what = self.client, " ".join(what.split())
        if on > client.organisation.today():
            raise Refusal(gettext("That day is in the future; choose one up to today."), field="on")
        if len(what) > LONGEST["notes"]:
            msg = gettext("Write at most {notes} characters of what was done.").format(
                notes=f"{LONGEST['notes']:,}"
            )
            raise Refusal(msg, field="what")
        with acting(
            by=by,
            label=gettext("Serviced {equipment} of {client}").format(equipment=self, client=client),
        ) as act:
            _lock(client, act)
            self._lock(act)
            if self.serviced_on is None or on > self.serviced_on:
                act.change(self, serviced_on=on)
            story = EquipmentServiced(name=self.name, on=on.isoformat(), what=what)
            act.record(story, client=client, subject=self)

    def drop(self, *, by: Member) -> None:
        """Take it off the list; its history stays on the timeline."""
        client = self.client
        with acting(
            by=by,
            label=gettext("Removed {equipment} from the equipment of {client}").format(
                equipment=self, client=client
            ),
        ) as act:
            _lock(client, act)
            self._lock(act)
            story = EquipmentRemoved(name=self.name, make=self.make)
            act.remove(self)
            act.record(story, client=client)

    def _lock(self, act: Acting) -> None:
        try:
            act.lock(self)
        except type(self).DoesNotExist as error:
            raise Refusal(gettext("This piece of equipment was removed meanwhile.")) from error


_LABELS = {
    "name": gettext_lazy("Name"),
    "maker": gettext_lazy("Maker"),
    "model": gettext_lazy("Model"),
    "serial": gettext_lazy("Serial number"),
    "location": "Location",
    "spot": gettext_lazy("Where exactly"),
    "installed_on": gettext_lazy("Installed"),
    "serviced_on": gettext_lazy("Last serviced"),
    "notes": gettext_lazy("Notes"),
}


def _lock(client: Client, act: Acting) -> None:
    organisation = client.organisation
    act.lock(client)
    client.organisation = organisation
    client.refuse_archived()


def _told(value: Any) -> str:
    return f"{spoken(value):%-d %b %Y}" if isinstance(value, date) else str(value or "")


def _cleaned(client: Client, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Refused at the field that does not fit."""
    cleaned = dict(values)
    for name, longest in LONGEST.items():
        if name not in cleaned:
            continue
        text = str(cleaned[name])
        cleaned[name] = text.strip() if name == "notes" else " ".join(text.split())
        if len(cleaned[name]) > longest:
            msg = gettext("{label} has at most {longest} characters; shorten it.").format(
                label=_LABELS[name], longest=f"{spoken(longest):,}"
            )
            raise Refusal(msg, field=name)
    if cleaned.get("name") == "":
        raise Refusal(gettext("Give the piece of equipment a name."), field="name")
    for name, word in _DATES.items():
        day = cleaned.get(name)
        if day is not None and day > client.organisation.today():
            msg = gettext("It cannot be {word} in the future; choose a day up to today.").format(
                word=word
            )
            raise Refusal(msg, field=name)
    place = cleaned.get("location")
    if place is not None and place.client_id != client.pk:
        raise Refusal(gettext("Choose a location of this client."), field="location")
    return cleaned

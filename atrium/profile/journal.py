"""What follows in the profile when a client's record changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef

from atrium.clients.models import Location
from atrium.foundation.translation import gettext
from atrium.profile.models import Equipment
from atrium.timeline.acting import acting
from atrium.timeline.finishing import whenever


@whenever("clients.location")
def leave_what_is_gone(touched: Iterable[models.Model]) -> None:
    """Equipment stays with its client when the address it stood at is removed."""
    clients = {row.client_id for row in touched if isinstance(row, Location)}
    there = Location.objects.filter(pk=OuterRef("location_id"))
    astray = Equipment.objects.filter(client__in=clients, location__isnull=False)
    with acting(by=None, label=gettext("Left an address that is gone")) as act:
        act.change_many(act.lock_many(astray.filter(~Exists(there))), location=None)

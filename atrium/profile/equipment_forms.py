"""The shape of a piece of equipment and of a service, as pages take them in. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy

from atrium.clients.models import Client
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.profile.models import Equipment
from atrium.profile.models.equipment import LONGEST


def _line(label: str, longest: int, *, required: bool = False, help_text: str = "") -> forms.Field:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Give the piece of equipment a name."),
            "max_length": format_lazy(
                gettext_lazy("{label} has at most {longest} characters; shorten it."),
                label=label,
                longest=longest,
            ),
        },
    )


def _day(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Write the day like 2026-11-24."),
            "required": gettext_lazy("Say on which day."),
        },
    )


class EquipmentForm(forms.Form):
    """What is said of one piece."""

    name = _line(
        gettext_lazy("Name"),
        LONGEST["name"],
        required=True,
        help_text=gettext_lazy("Boiler, lift, server."),
    )
    maker = _line(gettext_lazy("Maker"), LONGEST["maker"])
    model = _line(gettext_lazy("Model"), LONGEST["model"])
    serial = _line(gettext_lazy("Serial number"), LONGEST["serial"])
    location = forms.TypedChoiceField(
        label=gettext_lazy("Location"),
        required=False,
        empty_value=None,
        widget=forms.Select(attrs={"class": "input"}),
    )
    spot = _line(
        gettext_lazy("Where exactly"),
        LONGEST["spot"],
        help_text=gettext_lazy("Plant room, second floor."),
    )
    installed_on = _day(gettext_lazy("Installed"))
    serviced_on = _day(gettext_lazy("Last serviced"))
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        required=False,
        max_length=LONGEST["notes"],
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 3}),
    )

    def __init__(self, data: Any = None, *, client: Client, piece: Equipment | None = None) -> None:
        initial: dict[str, Any] = {}
        if piece is not None:
            initial = {name: getattr(piece, name) for name in self.base_fields}
            initial["location"] = str(piece.location.public_id) if piece.location else ""
        super().__init__(data, initial=initial)
        self.fields["name"].widget.attrs["autofocus"] = True
        rows = client.locations.order_by("-is_default", "id")[:200]
        places = {str(place.public_id): place for place in rows}
        for place in places.values():
            place.organisation = client.organisation
        field = self.fields["location"]
        field.choices = [("", gettext("Not said")), *((k, p.line) for k, p in places.items())]  # type: ignore[attr-defined]
        field.coerce = lambda key: places[key]  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    """On which day it was serviced, and what was done."""

    on = _day(gettext_lazy("Serviced on"), required=True)
    what = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=LONGEST["notes"],
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

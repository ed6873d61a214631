"""The shapes of an address and of a service area. Nothing here saves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from atrium.clients import lexicon
from atrium.clients.models import Client, Location, ServiceArea, Unit
from atrium.clients.places import LONGEST_NOTE, SITE_NOTES, Part, SiteNote, parts_of, postcode_doubt
from atrium.foundation.formats import country as countries
from atrium.foundation.naming import countries_called
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation

_NAMES = ("label", "street", "city", "postcode", "region", "country", "coordinates", "notes")


def _line(label: str, longest: int, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, **more)


class LocationForm(forms.Form):
    """An address with its type, its parts in the order of its country."""

    label = _line(gettext_lazy("Label"), 120)
    country = forms.CharField(label=gettext_lazy("Country"), max_length=80, required=False)
    street = forms.CharField(
        label=gettext_lazy("Street"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea"}),
    )
    city = _line(gettext_lazy("Town"), 120)
    postcode = _line(gettext_lazy("Postcode"), 20)
    region = _line(gettext_lazy("Region"), 120)
    coordinates = _line(
        gettext_lazy("Coordinates"),
        2000,
        help_text=gettext_lazy(
            "Latitude, longitude; or paste the link of a map. They put it on the map."
        ),
    )
    notes = forms.CharField(
        label=gettext_lazy("Other notes"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea"}),
    )

    def __init__(
        self, *args: Any, organisation: Organisation, row: Location | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"country": organisation.country}
        if row is not None:
            kwargs["initial"] = self.written(row)
        super().__init__(*args, **kwargs)
        types = lexicon.of(organisation).location_types
        self.fields["type"] = forms.TypedChoiceField(
            label=gettext("Type"),
            choices=[(key, kind.label) for key, kind in types.items()],
            coerce=lambda key: types[int(key)],
            widget=forms.Select(attrs={"class": "input"}),
        )
        self.fields["country"].widget = forms.Select(
            attrs={"class": "input"}, choices=[("", gettext("Not given")), *countries_called()]
        )
        for kind in SITE_NOTES.values():
            field = _line(kind.label, LONGEST_NOTE)
            field.widget.attrs["placeholder"] = kind.hint
            self.fields[f"note_{kind.slug}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        notes = {slug: data.pop(f"note_{slug}", "") for slug in SITE_NOTES}
        return data | {"site_notes": {slug: text for slug, text in notes.items() if text}}

    @staticmethod
    def written(row: Location) -> dict[str, Any]:
        """What the form holds of an address."""
        notes = {f"note_{slug}": row.site_notes.get(slug, "") for slug in SITE_NOTES}
        return {name: getattr(row, name) for name in _NAMES} | notes | {"type": row.type_id}

    @property
    def place(self) -> str:
        """The code of the country as it is chosen at this moment; empty where there is none."""
        found = countries.find(str(self["country"].value() or ""))
        return found.code if found else ""

    @property
    def parts(self) -> list[tuple[Part, BoundField]]:
        """The parts of the address as the country orders and calls them, and those already filled."""
        ordered = list(parts_of(self.place))
        named = {part.name for part in ordered}
        ordered += [
            Part(name, str(self.fields[name].label), needed=False)
            for name in ("street", "city", "postcode", "region")
            if name not in named and self[name].value()
        ]
        found = [(part, self[part.name]) for part in ordered]
        for part, bound in found:
            bound.label = part.label
        return found

    @property
    def doubt(self) -> str:
        """Why the postcode may be wrong; a warning, never an error."""
        return postcode_doubt(str(self["postcode"].value() or ""), self.place)

    @property
    def site(self) -> list[tuple[SiteNote, BoundField]]:
        """The notes for those who go there."""
        return [(kind, self[f"note_{slug}"]) for slug, kind in SITE_NOTES.items()]

    @property
    def has_site(self) -> bool:
        return any(bound.value() for _, bound in self.site)


class ServiceAreaForm(forms.Form):
    """Postcodes, or a radius around one of the client's locations."""

    label = _line(gettext_lazy("Name"), 120)
    postcodes = forms.CharField(
        label=gettext_lazy("Postcodes"),
        required=False,
        max_length=8000,
        help_text=gettext_lazy("Whole ones or beginnings, like SW1A, BS1; with commas between."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea"}),
    )
    radius = forms.DecimalField(
        label=gettext_lazy("Or within"),
        required=False,
        min_value=Decimal("0.1"),
        max_digits=8,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "input", "step": "0.1"}),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=Unit.choices,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(
        self, *args: Any, client: Client, row: ServiceArea | None = None, **kwargs: Any
    ) -> None:
        places = {str(place.public_id): place for place in _places(client)}
        if row is not None:
            kwargs["initial"] = {
                "label": row.label,
                "postcodes": ", ".join(row.postcodes),
                "around": str(row.around.public_id) if row.around else "",
                "radius": row.radius,
                "unit": row.unit,
            }
        super().__init__(*args, **kwargs)
        self.fields["around"] = forms.TypedChoiceField(
            label=gettext("Of"),
            choices=[
                ("", gettext("No location")),
                *((key, place.line) for key, place in places.items()),
            ],
            coerce=lambda key: places[key],
            empty_value=None,
            required=False,
            widget=forms.Select(attrs={"class": "input"}),
        )

    def clean_unit(self) -> str:
        return self.cleaned_data["unit"] or Unit.KM


def _places(client: Client) -> list[Location]:
    places = list(client.locations.order_by("-is_default", "id")[:200])
    for place in places:
        place.organisation = client.organisation
    return places

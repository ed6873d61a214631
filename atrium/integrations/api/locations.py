"""Locations: addresses of a client, each with a type (R06)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import Location
from atrium.clients.places import SITE_NOTES
from atrium.foundation.said import in_english
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import UNSET, Id, Patch, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Locations"])
READ = Bearer("locations:read", Can.CLIENTS_SEE)
WRITE = Bearer("locations:write", Can.CLIENTS_EDIT)
_TEXTS = "label street city region postcode country notes".split()


class LocationOut(Schema):
    """An address."""

    id: UUID
    type: Reference
    label: str
    street: str = Field(description="One or several lines.")
    city: str
    region: str
    postcode: str
    country: str = Field(description="ISO 3166-1 alpha-2, or empty.", examples=["GB"])
    notes: str
    latitude: float | None = Field(description="Degrees (WGS 84), north positive.")
    longitude: float | None = Field(description="Degrees (WGS 84), east positive.")
    site_notes: dict[str, str] = Field(description="What who goes there must know, by its kind.")
    warning: str = Field(description="Why the postcode may be wrong; it is kept all the same.")
    visit_lacks: list[str] = Field(description="What a technician needs and does not find.")
    default: bool = Field(description="The one of its type to use; one of each type is.")
    line: str = Field(description="The whole on one line.")
    map_url: str = Field(description="A search for it on OpenStreetMap.")
    geo_url: str = Field(description="For the map program of a phone.")


class LocationPatch(Patch):
    """What is to change; what is not sent stays."""

    type: Id = Field(default=UNSET, description="Of /location-types.")
    label: StrictStr = Field("", max_length=120, examples=["Back door"])
    street: StrictStr = Field("", max_length=1000, examples=["12 Mill Lane"])
    city: StrictStr = Field("", max_length=120, examples=["Bristol"])
    region: StrictStr = Field("", max_length=120, examples=["Avon"])
    postcode: StrictStr = Field("", max_length=20, examples=["BS1 4DJ"])
    country: StrictStr = Field("", max_length=60, description="Code or name.", examples=["GB"])
    coordinates: StrictStr = Field(
        "",
        max_length=2000,
        description="Latitude, longitude; a geo: URI or the link of a map do as well. Empty: none.",
        examples=["51.4545, -2.5879"],
    )
    notes: StrictStr = Field("", max_length=10_000, examples=["Ring twice."])
    site_notes: dict[StrictStr, StrictStr] = Field(
        {},
        max_length=20,
        description=f"The whole set: {', '.join(SITE_NOTES)}.",
        examples=[{"dog": "Rex, friendly"}],
    )
    default: Literal[True] = Field(default=True, description="Make it the default of its type.")


class LocationIn(LocationPatch):
    """A new address; a street, a town or a postcode is needed."""

    type: Id = Field(description="Of /location-types.")


def _card(request: ApiRequest, place: Location) -> dict[str, Any]:
    place.organisation = request.member.organisation
    return {
        "id": place.public_id,
        "type": reference(words(request).location_types[place.type_id]),
        **{name: getattr(place, name) for name in _TEXTS},
        "latitude": place.latitude,
        "longitude": place.longitude,
        "site_notes": place.site_notes,
        "warning": place.doubt,
        "visit_lacks": place.lacks,
        "default": place.is_default,
        "line": in_english(place.line),
        "map_url": place.map_url,
        "geo_url": place.geo_url,
    }


def _rows(request: ApiRequest, client_id: UUID) -> QuerySet[Location, Location]:
    places: QuerySet[Location, Location] = the_client(request, client_id).locations.all()
    return places.select_related("client", "type")


def _values(request: ApiRequest, data: LocationPatch) -> dict[str, Any]:
    sent = data.sent()
    sent.pop("default", None)
    if "type" in sent:
        sent["type"] = chosen(words(request).location_types.values(), sent["type"], "type")
    return sent


@router.get(
    "/clients/{client_id}/locations",
    auth=READ,
    response=Page[LocationOut],
    summary="List locations",
)
def list_locations(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """In the order in which they were added."""
    rows, cursor = paged(_rows(request, client_id), query)
    return answer({"items": [_card(request, place) for place in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/locations",
    auth=WRITE,
    response={201: LocationOut},
    summary="Add a location",
)
def add_location(request: ApiRequest, client_id: UUID, data: LocationIn) -> HttpResponse:
    """The first of its type is the default."""
    client = the_client(request, client_id)
    place = Location.add(client, by=request.member, **_values(request, data))
    if "default" in data.model_fields_set:
        place.make_default(by=request.member)
    location = f"/api/v1/clients/{client_id}/locations/{place.public_id}"
    return answer(_card(request, place), status=201, location=location)


@router.get(
    "/clients/{client_id}/locations/{location_id}",
    auth=READ,
    response=LocationOut,
    summary="Read a location",
)
def read_location(request: ApiRequest, client_id: UUID, location_id: UUID) -> HttpResponse:
    """One address."""
    return answer(_card(request, found(request, _rows(request, client_id), location_id)))


@router.patch(
    "/clients/{client_id}/locations/{location_id}",
    auth=WRITE,
    response=LocationOut,
    summary="Change a location",
)
def change_location(
    request: ApiRequest, client_id: UUID, location_id: UUID, data: LocationPatch
) -> HttpResponse:
    """The default of a type passes on when its location changes type."""
    place = found(request, _rows(request, client_id), location_id)
    if values := _values(request, data):
        place.edit(by=request.member, **values)
    if "default" in data.model_fields_set:
        place.make_default(by=request.member)
    return answer(_card(request, place))


@router.delete(
    "/clients/{client_id}/locations/{location_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a location",
)
def remove_location(request: ApiRequest, client_id: UUID, location_id: UUID) -> HttpResponse:
    """The next of its type becomes the default."""
    found(request, _rows(request, client_id), location_id).drop(by=request.member)
    return nothing()

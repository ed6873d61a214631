"""Service areas: where a client is served (R06, J06)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictFloat, StrictInt, StrictStr

from atrium.clients.models import ServiceArea
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found, the_client
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Patch, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Locations"])
READ = Bearer("locations:read", Can.CLIENTS_SEE)
WRITE = Bearer("locations:write", Can.CLIENTS_EDIT)


class ServiceAreaOut(Schema):
    """Postcodes, or a radius around a location."""

    id: UUID
    label: str
    postcodes: list[str] = Field(description="Whole ones or beginnings.", examples=[["BS1"]])
    around: Reference | None = Field(description="The location the radius is measured from.")
    radius: float | None
    unit: Literal["km", "mi"]
    sentence: str = Field(description="What it covers, in words.")


class ServiceAreaIn(Patch):
    """Either postcodes, or a radius around one of the client's locations."""

    label: StrictStr = Field("", max_length=120, examples=["Round the harbour"])
    postcodes: list[StrictStr] = Field([], max_length=500, examples=[["BS1", "BS2 0"]])
    around: Id | None = Field(None, description="One of the client's locations.")
    radius: StrictInt | StrictFloat | None = Field(None, gt=0, le=20_000, examples=[25])
    unit: Literal["km", "mi"] = "km"


def _card(area: ServiceArea, request: ApiRequest) -> dict[str, Any]:
    if area.around is not None:
        area.around.organisation = request.member.organisation
    around = area.around and {"id": area.around.public_id, "label": area.around.line}
    return {
        "id": area.public_id,
        "label": area.label,
        "postcodes": area.postcodes,
        "around": around,
        "radius": None if area.radius is None else float(area.radius),
        "unit": area.unit,
        "sentence": area.sentence,
    }


def _rows(request: ApiRequest, client_id: UUID) -> QuerySet[ServiceArea, ServiceArea]:
    areas: QuerySet[ServiceArea, ServiceArea] = the_client(request, client_id).service_areas.all()
    return areas.select_related("client", "around")


def _values(request: ApiRequest, client_id: UUID, data: ServiceAreaIn) -> dict[str, Any]:
    sent = data.sent()
    if sent.get("around") is not None:
        places = the_client(request, client_id).locations.all()
        sent["around"] = chosen(places, sent["around"], "around")
    if sent.get("radius") is not None:
        sent["radius"] = Decimal(str(sent["radius"]))
    return sent


@router.get(
    "/clients/{client_id}/service-areas",
    auth=READ,
    response=Page[ServiceAreaOut],
    summary="List service areas",
)
def list_areas(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """In the order in which they were added."""
    rows, cursor = paged(_rows(request, client_id), query)
    return answer({"items": [_card(area, request) for area in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/service-areas",
    auth=WRITE,
    response={201: ServiceAreaOut},
    summary="Add a service area",
)
def add_area(request: ApiRequest, client_id: UUID, data: ServiceAreaIn) -> HttpResponse:
    """Refused unless it is one of both kinds."""
    client = the_client(request, client_id)
    area = ServiceArea.add(client, by=request.member, **_values(request, client_id, data))
    location = f"/api/v1/clients/{client_id}/service-areas/{area.public_id}"
    return answer(_card(area, request), status=201, location=location)


@router.get(
    "/clients/{client_id}/service-areas/{area_id}",
    auth=READ,
    response=ServiceAreaOut,
    summary="Read a service area",
)
def read_area(request: ApiRequest, client_id: UUID, area_id: UUID) -> HttpResponse:
    """One area."""
    return answer(_card(found(request, _rows(request, client_id), area_id), request))


@router.patch(
    "/clients/{client_id}/service-areas/{area_id}",
    auth=WRITE,
    response=ServiceAreaOut,
    summary="Change a service area",
)
def change_area(
    request: ApiRequest, client_id: UUID, area_id: UUID, data: ServiceAreaIn
) -> HttpResponse:
    """What is not sent stays; an area that becomes the other kind needs both parts sent."""
    area = found(request, _rows(request, client_id), area_id)
    area.edit(by=request.member, **_values(request, client_id, data))
    return answer(_card(area, request))


@router.delete(
    "/clients/{client_id}/service-areas/{area_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a service area",
)
def remove_area(request: ApiRequest, client_id: UUID, area_id: UUID) -> HttpResponse:
    """Take it away."""
    found(request, _rows(request, client_id), area_id).drop(by=request.member)
    return nothing()

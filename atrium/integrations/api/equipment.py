"""Equipment of clients: what is looked after there, and when it was serviced (J06)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.foundation.said import in_english
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Input, Patch, Reference
from atrium.organisations.permissions import Can
from atrium.profile.facts import equipment_of, services_of
from atrium.profile.models import Equipment

router = Router(tags=["Equipment"])
READ = Bearer("equipment:read", Can.CLIENTS_SEE)
WRITE = Bearer("equipment:write", Can.CLIENTS_EDIT)


class EquipmentOut(Schema):
    """A piece of equipment."""

    id: UUID
    name: str = Field(examples=["Boiler"])
    maker: str
    model: str
    serial: str = Field(description="Its serial number.")
    location: Reference | None = Field(description="The location of the client it stands at.")
    spot: str = Field(description="Where exactly.", examples=["Plant room"])
    installed_on: date | None
    serviced_on: date | None = Field(description="The last service.")
    notes: str


class EquipmentPatch(Patch):
    """What is to change; what is not sent stays."""

    name: StrictStr = Field("", min_length=1, max_length=120, examples=["Boiler"])
    maker: StrictStr = Field("", max_length=120, examples=["Ardenn"])
    model: StrictStr = Field("", max_length=120, examples=["Combi 30"])
    serial: StrictStr = Field("", max_length=120, examples=["A30-114-2207"])
    location: Id | None = Field(None, description="One of the client's locations.")
    spot: StrictStr = Field("", max_length=120, examples=["Plant room"])
    installed_on: Day | None = Field(None, description="Up to today.", examples=["2021-09-14"])
    serviced_on: Day | None = Field(None, description="Up to today.", examples=["2024-02-29"])
    notes: StrictStr = Field("", max_length=2000)


class EquipmentIn(EquipmentPatch):
    """A new piece."""

    name: StrictStr = Field(min_length=1, max_length=120, examples=["Boiler"])


class ServiceIn(Input):
    """A service of a piece."""

    on: Day = Field(description="Up to today.", examples=["2024-02-29"])
    what: StrictStr = Field("", max_length=2000, examples=["Burner cleaned"])


class ServiceOut(Schema):
    """One service, as the timeline tells it."""

    on: date
    what: str
    by: Reference | None
    at: datetime = Field(description="When it was recorded.")


class ServiceList(Schema):
    """The service history, the latest record first; at most 50."""

    items: list[ServiceOut]


def _card(piece: Equipment, request: ApiRequest) -> dict[str, Any]:
    place = piece.location
    if place is not None:
        place.organisation = request.member.organisation
    plain = "name maker model serial spot installed_on serviced_on notes".split()
    return {name: getattr(piece, name) for name in plain} | {
        "id": piece.public_id,
        "location": place and {"id": place.public_id, "label": in_english(place.line)},
    }


def _rows(request: ApiRequest, client_id: UUID) -> QuerySet[Equipment, Equipment]:
    return equipment_of(the_client(request, client_id)).select_related("client", "location")


def _one(request: ApiRequest, client_id: UUID, equipment_id: UUID) -> Equipment:
    piece: Equipment = found(request, _rows(request, client_id), equipment_id)
    piece.client.organisation = request.member.organisation
    return piece


def _values(request: ApiRequest, client_id: UUID, data: EquipmentPatch) -> dict[str, Any]:
    sent = data.sent()
    if sent.get("location") is not None:
        places = the_client(request, client_id).locations.all()
        sent["location"] = chosen(places, sent["location"], "location")
    return sent


@router.get(
    "/clients/{client_id}/equipment",
    auth=READ,
    response=Page[EquipmentOut],
    summary="List equipment",
)
def list_equipment(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """In the order in which it was added."""
    rows, cursor = paged(_rows(request, client_id), query)
    return answer({"items": [_card(piece, request) for piece in rows], "next": cursor})


@router.post(
    "/clients/{client_id}/equipment",
    auth=WRITE,
    response={201: EquipmentOut},
    summary="Add a piece of equipment",
)
def add_equipment(request: ApiRequest, client_id: UUID, data: EquipmentIn) -> HttpResponse:
    """A client has at most 500."""
    client = the_client(request, client_id)
    piece = Equipment.add(client, by=request.member, **_values(request, client_id, data))
    location = f"/api/v1/clients/{client_id}/equipment/{piece.public_id}"
    return answer(_card(piece, request), status=201, location=location)


@router.get(
    "/clients/{client_id}/equipment/{equipment_id}",
    auth=READ,
    response=EquipmentOut,
    summary="Read a piece of equipment",
)
def read_equipment(request: ApiRequest, client_id: UUID, equipment_id: UUID) -> HttpResponse:
    """One piece."""
    return answer(_card(_one(request, client_id, equipment_id), request))


@router.patch(
    "/clients/{client_id}/equipment/{equipment_id}",
    auth=WRITE,
    response=EquipmentOut,
    summary="Change a piece of equipment",
)
def change_equipment(
    request: ApiRequest, client_id: UUID, equipment_id: UUID, data: EquipmentPatch
) -> HttpResponse:
    """What is not sent stays; null empties."""
    piece = _one(request, client_id, equipment_id)
    piece.edit(by=request.member, **_values(request, client_id, data))
    return answer(_card(piece, request))


@router.delete(
    "/clients/{client_id}/equipment/{equipment_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a piece of equipment",
)
def remove_equipment(request: ApiRequest, client_id: UUID, equipment_id: UUID) -> HttpResponse:
    """Its history stays on the timeline."""
    _one(request, client_id, equipment_id).drop(by=request.member)
    return nothing()


@router.get(
    "/clients/{client_id}/equipment/{equipment_id}/services",
    auth=READ,
    response=ServiceList,
    summary="Read the service history",
)
def list_services(request: ApiRequest, client_id: UUID, equipment_id: UUID) -> HttpResponse:
    """When the piece was serviced, by whom, and what was done."""
    piece = _one(request, client_id, equipment_id)
    items = [
        {
            "on": event.told["on"],
            "what": event.told["what"],
            "by": reference(event.actor),
            "at": event.at,
        }
        for event in services_of(piece)
    ]
    return answer({"items": items})


@router.post(
    "/clients/{client_id}/equipment/{equipment_id}/services",
    auth=WRITE,
    response={201: EquipmentOut},
    summary="Record a service",
)
def record_service(
    request: ApiRequest, client_id: UUID, equipment_id: UUID, data: ServiceIn
) -> HttpResponse:
    """It is told on the timeline; the piece says the last day."""
    piece = _one(request, client_id, equipment_id)
    piece.service(by=request.member, on=data.on, what=data.what)
    return answer(_card(piece, request), status=201)

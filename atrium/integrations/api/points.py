"""E-mail addresses, phones and links of clients and contacts (R04, R07, J08)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router
from pydantic import StrictStr

from atrium.clients.models import Client, Contact, Point
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import PointOut, point_card
from atrium.integrations.api.client_bodies import PointIn
from atrium.integrations.api.contacts import the_contact
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Patch
from atrium.organisations.permissions import Can

router = Router(tags=["Points"])
READ = Bearer("points:read", Can.CLIENTS_SEE)
WRITE = Bearer("points:write", Can.CLIENTS_EDIT)
CONTACT_READ = Bearer("contacts:read", Can.CLIENTS_SEE)
CONTACT_WRITE = Bearer("contacts:write", Can.CLIENTS_EDIT)


class PointPatch(Patch):
    """What is to change; what is not sent stays."""

    value: StrictStr = Field("", min_length=1, max_length=500, examples=["020 7946 0199"])
    label: StrictStr = Field("", max_length=60, examples=["Reception"])
    preferred: Literal[True] = Field(default=True, description="Use this one of its kind first.")


def _card(point: Point) -> dict[str, Any]:
    return point_card(vars(point))


def _listed(owner: Client | Contact, paging: Paged) -> HttpResponse:
    rows, cursor = paged(owner.points.all(), paging)
    return answer({"items": [_card(point) for point in rows], "next": cursor})


def _added(request: ApiRequest, owner: Client | Contact, data: PointIn) -> HttpResponse:
    told = data.model_dump()
    point = Point.add(owner, by=request.member, text=told.pop("value"), **told)
    point.refresh_from_db()
    return answer(_card(point), status=201)


def _changed(request: ApiRequest, point: Point, data: PointPatch) -> HttpResponse:
    sent = data.sent()
    point.edit(by=request.member, text=sent.get("value"), label=sent.get("label"))
    if "preferred" in sent:
        point.prefer(by=request.member)
    return answer(_card(point))


def _of(request: ApiRequest, owner: Client | Contact, point_id: UUID) -> Point:
    return found(request, owner.points.select_related("client", "contact"), point_id)


@router.get(
    "/clients/{client_id}/points",
    auth=READ,
    response=Page[PointOut],
    summary="List a client's points",
)
def list_points(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """E-mail addresses, phones and links."""
    return _listed(the_client(request, client_id), query)


@router.post(
    "/clients/{client_id}/points", auth=WRITE, response={201: PointOut}, summary="Add a point"
)
def add_point(request: ApiRequest, client_id: UUID, data: PointIn) -> HttpResponse:
    """The first of its kind is the preferred one."""
    return _added(request, the_client(request, client_id), data)


@router.get(
    "/clients/{client_id}/points/{point_id}", auth=READ, response=PointOut, summary="Read a point"
)
def read_point(request: ApiRequest, client_id: UUID, point_id: UUID) -> HttpResponse:
    """One e-mail address, phone or link."""
    return answer(_card(_of(request, the_client(request, client_id), point_id)))


@router.patch(
    "/clients/{client_id}/points/{point_id}",
    auth=WRITE,
    response=PointOut,
    summary="Change a point",
)
def change_point(
    request: ApiRequest, client_id: UUID, point_id: UUID, data: PointPatch
) -> HttpResponse:
    """The new value is checked like a new one."""
    return _changed(request, _of(request, the_client(request, client_id), point_id), data)


@router.delete(
    "/clients/{client_id}/points/{point_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a point",
)
def remove_point(request: ApiRequest, client_id: UUID, point_id: UUID) -> HttpResponse:
    """The next of its kind becomes the preferred one."""
    _of(request, the_client(request, client_id), point_id).drop(by=request.member)
    return nothing()


@router.get(
    "/contacts/{contact_id}/points",
    auth=CONTACT_READ,
    response=Page[PointOut],
    summary="List a contact's points",
)
def list_contact_points(request: ApiRequest, contact_id: UUID, query: Query[Paged]) -> HttpResponse:
    """E-mail addresses, phones and links."""
    return _listed(the_contact(request, contact_id), query)


@router.post(
    "/contacts/{contact_id}/points",
    auth=CONTACT_WRITE,
    response={201: PointOut},
    summary="Add a point to a contact",
)
def add_contact_point(request: ApiRequest, contact_id: UUID, data: PointIn) -> HttpResponse:
    """The first of its kind is the preferred one."""
    return _added(request, the_contact(request, contact_id), data)


@router.get(
    "/contacts/{contact_id}/points/{point_id}",
    auth=CONTACT_READ,
    response=PointOut,
    summary="Read a contact's point",
)
def read_contact_point(request: ApiRequest, contact_id: UUID, point_id: UUID) -> HttpResponse:
    """One e-mail address, phone or link."""
    return answer(_card(_of(request, the_contact(request, contact_id), point_id)))


@router.patch(
    "/contacts/{contact_id}/points/{point_id}",
    auth=CONTACT_WRITE,
    response=PointOut,
    summary="Change a contact's point",
)
def change_contact_point(
    request: ApiRequest, contact_id: UUID, point_id: UUID, data: PointPatch
) -> HttpResponse:
    """The new value is checked like a new one."""
    return _changed(request, _of(request, the_contact(request, contact_id), point_id), data)


@router.delete(
    "/contacts/{contact_id}/points/{point_id}",
    auth=CONTACT_WRITE,
    response={204: None},
    summary="Remove a contact's point",
)
def remove_contact_point(request: ApiRequest, contact_id: UUID, point_id: UUID) -> HttpResponse:
    """The next of its kind becomes the preferred one."""
    _of(request, the_contact(request, contact_id), point_id).drop(by=request.member)
    return nothing()

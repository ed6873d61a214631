"""Contacts: persons, who may stand with several clients (R07, R08)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr, StringConstraints

from atrium.clients.models import Client, Contact, Link, Point
from atrium.foundation.formats.names import fold
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import PointOut, point_card
from atrium.integrations.api.clients import PointIn, add_points
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import Order, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Patch
from atrium.organisations.permissions import Can

router = Router(tags=["Contacts"])
READ = Bearer("contacts:read", Can.CLIENTS_SEE)
WRITE = Bearer("contacts:write", Can.CLIENTS_EDIT)
BY_NAME = Order("name", ("name_key", "id"))
_TEXTS = "title given_name family_name language preferred_channel about".split()


class StandsWith(Schema):
    """A client that a contact stands with."""

    link: UUID = Field(description="Of /clients/{client_id}/contacts.")
    client: UUID
    name: str = Field(examples=["Vincent's Bakery"])
    job_title: str
    primary: bool


class ContactOut(Schema):
    """A person."""

    id: UUID
    name: str = Field(examples=["Mina Patel"])
    title: str
    given_name: str
    family_name: str
    language: str
    preferred_channel: str
    about: str
    points: list[PointOut]
    clients: list[StandsWith] = Field(description="Those the member sees.")
    version: int
    created_at: datetime


class ContactPatch(Patch):
    """What is known of a person; in a change, what is not sent stays."""

    title: StrictStr = Field("", max_length=40, examples=["Dr"])
    given_name: StrictStr = Field("", max_length=150, examples=["Mina"])
    family_name: StrictStr = Field("", max_length=150, examples=["Patel"])
    language: StrictStr = Field("", max_length=16, examples=["en-GB"])
    preferred_channel: StrictStr = Field("", max_length=120, examples=["Phone"])
    about: StrictStr = Field("", max_length=100_000, examples=["Reach her before nine."])


class ContactIn(ContactPatch):
    """A new person; a given or a family name is needed."""

    points: list[PointIn] = Field([], max_length=50)


class ContactFilter(Paged):
    """Which contacts."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Parts of the name, a whole e-mail address or phone (E.164)."
    )


def the_contact(request: ApiRequest, contact_id: UUID) -> Contact:
    """The contact, if the member may see it; else 404."""
    return found(request, Contact.objects.visible_to(request.member), contact_id)


def contact_cards(request: ApiRequest, contacts: list[Contact]) -> list[dict[str, Any]]:
    """Each contact with its points and the clients that the member sees; two statements."""
    points: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for point in Point.objects.filter(contact__in=contacts):
        points[point.contact_id].append(point_card(vars(point)))
    stands: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    links = Link.objects.current().filter(contact__in=contacts)
    seen = links.filter(client__in=Client.objects.visible_to(request.member))
    for link in seen.select_related("client"):
        stands[link.contact_id].append(
            {
                "link": link.public_id,
                "client": link.client.public_id,
                "name": link.client.name,
                "job_title": link.job_title,
                "primary": link.is_primary,
            }
        )
    return [
        {"id": contact.public_id, "name": contact.name}
        | {name: getattr(contact, name) for name in _TEXTS}
        | {"points": points[contact.pk], "clients": stands[contact.pk]}
        | {"version": contact.version, "created_at": contact.created_at}
        for contact in contacts
    ]


def add_person(request: ApiRequest, data: ContactIn) -> Contact:
    """The new contact with its points."""
    known = {name: getattr(data, name).strip() for name in _TEXTS}
    contact = Contact.add(by=request.member, **known)
    add_points(request, contact, data.points)
    return contact


@router.get("/contacts", auth=READ, response=Page[ContactOut], summary="List contacts")
def list_contacts(request: ApiRequest, query: Query[ContactFilter]) -> HttpResponse:
    """By name."""
    rows = Contact.objects.visible_to(request.member)
    if said := query.q.strip():
        named = Q()
        for word in fold(said).split():
            named &= Q(name_key__contains=word)
        reached = Exists(Point.objects.filter(contact=OuterRef("pk"), normal=said.casefold()))
        rows = rows.filter((named or Q(pk=None)) | reached)
    page, cursor = paged(rows, query, BY_NAME)
    return answer({"items": contact_cards(request, page), "next": cursor})


@router.post("/contacts", auth=WRITE, response={201: ContactOut}, summary="Add a contact")
def add_contact(request: ApiRequest, data: ContactIn) -> HttpResponse:
    """A person who stands with no client yet."""
    contact = add_person(request, data)
    [card] = contact_cards(request, [contact])
    return answer(card, status=201, location=f"/api/v1/contacts/{contact.public_id}")


@router.get("/contacts/{contact_id}", auth=READ, response=ContactOut, summary="Read a contact")
def read_contact(request: ApiRequest, contact_id: UUID) -> HttpResponse:
    """The person, how to reach them, and with whom they stand."""
    [card] = contact_cards(request, [the_contact(request, contact_id)])
    return answer(card)


@router.patch("/contacts/{contact_id}", auth=WRITE, response=ContactOut, summary="Change a contact")
def change_contact(request: ApiRequest, contact_id: UUID, data: ContactPatch) -> HttpResponse:
    """Told on the timeline of each of its clients."""
    contact = the_contact(request, contact_id)
    if sent := data.sent():
        contact.edit(by=request.member, **sent)
    [card] = contact_cards(request, [contact])
    return answer(card)

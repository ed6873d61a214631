"""Contacts: persons, who may stand with several clients (R07, R08)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr, StringConstraints

from atrium.clients.fields import open_part
from atrium.clients.models import Client, Contact, Link, LinkRole, Point, Subject
from atrium.clients.search.people import matching
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import PointOut, point_card, reference
from atrium.integrations.api.client_bodies import FIELDS, PointIn
from atrium.integrations.api.clients import add_points
from atrium.integrations.api.field_values import typed_fields
from atrium.integrations.api.finding import chosen, found, words
from atrium.integrations.api.paging import Order, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Patch, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Contacts"])
READ = Bearer("contacts:read", Can.CLIENTS_SEE)
WRITE = Bearer("contacts:write", Can.CLIENTS_EDIT)
BY_NAME = Order("name", ("name_key", "id"))
_TEXTS = "title given_name family_name language preferred_channel about".split()


class StandsWith(Schema):
    """A client that a contact stands with, or stood with."""

    link: UUID = Field(description="Of /clients/{client_id}/contacts.")
    client: UUID
    name: str = Field(examples=["Vincent's Bakery"])
    job_title: str
    roles: list[Reference]
    roles_then: str = Field(description="What a past contact was, in the words of that time.")
    primary: bool
    began_on: date | None
    ended_on: date | None = Field(description="Set when it was delinked; it stays as history.")


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
    fields: dict[str, Any] = Field(description="Custom fields by their key.")
    points: list[PointOut]
    clients: list[StandsWith] = Field(description="Present ones that the member sees.")
    past_clients: list[StandsWith] = Field(description="Past ones that the member sees.")
    archived_at: datetime | None
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
    fields: dict[str, Any] = FIELDS


class ContactIn(ContactPatch):
    """A new person; a given or a family name is needed."""

    points: list[PointIn] = Field([], max_length=50)


class ContactFilter(Paged):
    """Which contacts."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Beginnings of words of the name or an e-mail address, digits of a phone."
    )
    role: Id | None = Field(None, description="Of /contact-roles: who has it at some client.")
    without_client: bool = Field(default=False, description="Who stands with no client.")
    state: Literal["live", "archived"] = Field("live", description="Whether put away.")


def the_contact(request: ApiRequest, contact_id: UUID) -> Contact:
    """The contact, if the member may see it; else 404."""
    return found(request, Contact.objects.visible_to(request.member), contact_id)


def contact_cards(request: ApiRequest, contacts: list[Contact]) -> list[dict[str, Any]]:
    """Each contact with its points and the clients that the member sees; three statements."""
    points: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for point in Point.objects.filter(contact__in=contacts):
        points[point.contact_id].append(point_card(vars(point)))
    stands: dict[bool, defaultdict[int, list[dict[str, Any]]]]
    stands = {False: defaultdict(list), True: defaultdict(list)}
    seen = Client.objects.visible_to(request.member).filter(pk=OuterRef("client_id"))
    links = Link.objects.filter(Exists(seen), contact__in=contacts).order_by("id")
    for link in links.select_related("client").prefetch_related("given_roles"):
        stands[link.ended_on is not None][link.contact_id].append(_standing(request, link))
    return [
        {"id": contact.public_id, "name": contact.name}
        | {name: getattr(contact, name) for name in _TEXTS}
        | {"fields": open_part(contact.extra, request.member, Subject.CONTACT)}
        | {"points": points[contact.pk], "clients": stands[False][contact.pk]}
        | {"past_clients": stands[True][contact.pk], "archived_at": contact.archived_at}
        | {"version": contact.version, "created_at": contact.created_at}
        for contact in contacts
    ]


def _standing(request: ApiRequest, link: Link) -> dict[str, Any]:
    roles = words(request).contact_roles
    return {
        "link": link.public_id,
        "client": link.client.public_id,
        "name": link.client.name,
        "job_title": link.job_title,
        "roles": [reference(roles[given.role_id]) for given in link.given_roles.all()],
        "roles_then": link.roles_then,
        "primary": link.is_primary,
        "began_on": link.began_on,
        "ended_on": link.ended_on,
    }


def add_person(request: ApiRequest, data: ContactIn) -> Contact:
    """The new contact with its points."""
    known = {name: getattr(data, name).strip() for name in _TEXTS}
    fields = typed_fields(request, data.fields, Subject.CONTACT)
    contact = Contact.add(by=request.member, fields=fields, **known)
    add_points(request, contact, data.points)
    return contact


@router.get("/contacts", auth=READ, response=Page[ContactOut], summary="List contacts")
def list_contacts(request: ApiRequest, query: Query[ContactFilter]) -> HttpResponse:
    """By name."""
    rows = Contact.objects.visible_to(request.member)
    rows = rows.archived() if query.state == "archived" else rows.live()
    if query.without_client:
        rows = rows.without_client()
    if query.role is not None:
        role = chosen(words(request).contact_roles.values(), query.role, "role")
        seen = Client.objects.visible_to(request.member).filter(pk=OuterRef("link__client_id"))
        given = LinkRole.objects.filter(Exists(seen), role=role, link__ended_on=None)
        rows = rows.filter(Exists(given.filter(link__contact=OuterRef("pk"))))
    if said := query.q.strip():
        rows = matching(rows, said)
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
        fields = typed_fields(request, sent.pop("fields", None) or {}, Subject.CONTACT)
        contact.edit(by=request.member, was=None, fields=fields, **sent)
    [card] = contact_cards(request, [contact])
    return answer(card)


@router.post(
    "/contacts/{contact_id}/archive", auth=WRITE, response=ContactOut, summary="Archive a contact"
)
def archive_contact(request: ApiRequest, contact_id: UUID) -> HttpResponse:
    """Put a person away who stands with no client; restorable for ever."""
    contact = the_contact(request, contact_id)
    contact.archive(by=request.member)
    [card] = contact_cards(request, [contact])
    return answer(card)


@router.post(
    "/contacts/{contact_id}/restore", auth=WRITE, response=ContactOut, summary="Restore a contact"
)
def restore_contact(request: ApiRequest, contact_id: UUID) -> HttpResponse:
    """Bring a person back from the archive."""
    contact = the_contact(request, contact_id)
    contact.restore(by=request.member)
    [card] = contact_cards(request, [contact])
    return answer(card)

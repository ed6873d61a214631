"""Contacts of a client: who stands with it, as what, and whom to ask first (R07-R10)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.affected import Matter
from atrium.clients.models import Contact, Link
from atrium.integrations.api.affected import AffectedOut, DryRun, told
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.contacts import ContactIn, ContactOut, add_person, contact_cards
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Input, Patch, Reference, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Contacts"])
READ = Bearer("contacts:read", Can.CLIENTS_SEE)
WRITE = Bearer("contacts:write", Can.CLIENTS_EDIT)


class LinkOut(Schema):
    """That a contact stands with the client."""

    id: UUID = Field(description="Of the link, not of the contact.")
    contact: ContactOut
    job_title: str = Field(examples=["Head of purchasing"])
    roles: list[Reference]
    roles_then: str = Field(description="What a past contact was, in the words of that time.")
    primary: bool = Field(description="The first to ask; one of a client is.")
    reports_to: UUID | None = Field(description="The link of whom they report to at this client.")
    began_on: date | None
    ended_on: date | None = Field(description="Set when it was delinked; it stays as history.")


class LinkIn(ContactIn):
    """An existing contact by `contact`, or a new one by its names."""

    contact: Id | None = Field(None, description="Of /contacts; left out, a new one is made.")
    job_title: StrictStr = Field("", max_length=120, examples=["Head of purchasing"])
    roles: list[Id] = Field([], max_length=20, description="Of /contact-roles.")
    primary: YesNo = Field(default=False, description="Make it the first to ask.")
    reports_to: Id | None = Field(None, description="A link of this client.")
    began_on: Day | None = Field(None, description="Today, where it is left out.")


class LinkPatch(Patch):
    """What is to change; what is not sent stays."""

    job_title: StrictStr = Field("", max_length=120, examples=["Director"])
    roles: list[Id] = Field([], max_length=20, description="Of /contact-roles.")
    reports_to: Id | None = Field(None, description="A link of this client; null for nobody.")
    began_on: Day = Field(date.min, description="Since when.")
    ended_on: Day = Field(date.min, description="Until when; of those that were delinked.")


class AssignIn(Input):
    """Contacts that are there already."""

    contacts: list[Id] = Field(
        min_length=1,
        max_length=200,
        description="Of /contacts.",
        examples=[["01995e5a-6a5b-7c0d-8e1f-2a3b4c5d6e7f"]],
    )
    job_title: StrictStr = Field("", max_length=120)
    roles: list[Id] = Field([], max_length=20, description="Of /contact-roles.")


class Skipped(Schema):
    """A contact that could not be assigned."""

    contact: UUID
    reason: str = Field(examples=["Mina Patel is a contact of Vincent's Bakery already."])


class AssignOut(Schema):
    """Who was assigned, and who was not and why."""

    assigned: list[LinkOut]
    skipped: list[Skipped]


class LinkFilter(Paged):
    """Which links."""

    ended: bool = Field(default=False, description="Show those that were delinked as well.")


def _cards(request: ApiRequest, links: list[Link]) -> list[dict[str, Any]]:
    people = contact_cards(request, [link.contact for link in links])
    roles = words(request).contact_roles
    return [
        {
            "id": link.public_id,
            "contact": person,
            "job_title": link.job_title,
            "roles": [reference(roles[given.role_id]) for given in link.given_roles.all()],
            "roles_then": link.roles_then,
            "primary": link.is_primary,
            "reports_to": link.reports_to.public_id if link.reports_to else None,
            "began_on": link.began_on,
            "ended_on": link.ended_on,
        }
        for link, person in zip(links, people, strict=True)
    ]


def _rows(request: ApiRequest, client_id: UUID) -> QuerySet[Link, Link]:
    links: QuerySet[Link, Link] = the_client(request, client_id).links.all()
    return links.select_related("contact", "client", "reports_to").prefetch_related("given_roles")


def _told(request: ApiRequest, client_id: UUID, link_id: UUID) -> dict[str, Any]:
    [card] = _cards(request, [found(request, _rows(request, client_id), link_id)])
    return card


def _above(request: ApiRequest, client_id: UUID, asked: UUID | None) -> Link | None:
    """The link that `reports_to` names; a 422 at that field where it is none of this client."""
    if asked is None:
        return None
    rows = _rows(request, client_id).filter(public_id=asked, ended_on=None)
    return chosen(rows, asked, "reports_to")


def _roles(request: ApiRequest, asked: list[UUID]) -> list[Any]:
    roles = words(request).contact_roles.values()
    return list({role: chosen(roles, role, "roles") for role in asked}.values())


@router.get(
    "/clients/{client_id}/contacts", auth=READ, response=Page[LinkOut], summary="List the contacts"
)
def list_links(request: ApiRequest, client_id: UUID, query: Query[LinkFilter]) -> HttpResponse:
    """In the order in which they were added."""
    rows = _rows(request, client_id)
    page, cursor = paged(rows if query.ended else rows.filter(ended_on=None), query)
    return answer({"items": _cards(request, page), "next": cursor})


@router.post(
    "/clients/{client_id}/contacts", auth=WRITE, response={201: LinkOut}, summary="Add a contact"
)
def add_link(request: ApiRequest, client_id: UUID, data: LinkIn) -> HttpResponse:
    """A new person, or one who is known already. The first of a client is its primary one."""
    client = the_client(request, client_id)
    roles = _roles(request, data.roles)
    if data.contact is None:
        contact = add_person(request, data)
    else:
        seen = Contact.objects.visible_to(request.member).filter(public_id=data.contact)
        contact = chosen(seen, data.contact, "contact")
    above = _above(request, client_id, data.reports_to)
    made = Link.make(
        client,
        contact,
        by=request.member,
        job_title=data.job_title,
        roles=roles,
        began_on=data.began_on,
    )
    if data.primary:
        made.make_primary(by=request.member)
    if above is not None:
        made.report_to(above, by=request.member)
    told = _told(request, client_id, made.public_id)
    location = f"/api/v1/clients/{client_id}/contacts/{made.public_id}"
    return answer(told, status=201, location=location)


@router.post(
    "/clients/{client_id}/contacts/assign",
    auth=WRITE,
    response=AssignOut,
    summary="Assign several contacts",
)
def assign(request: ApiRequest, client_id: UUID, data: AssignIn) -> HttpResponse:
    """In one act; who stands with the client already is skipped, with the reason."""
    client = the_client(request, client_id)
    seen = Contact.objects.visible_to(request.member).filter(public_id__in=data.contacts)
    people = [chosen(seen, key, "contacts") for key in dict.fromkeys(data.contacts)]
    made, skipped = Link.make_several(
        client,
        people,
        by=request.member,
        job_title=data.job_title,
        roles=_roles(request, data.roles),
    )
    rows = list(_rows(request, client_id).filter(pk__in=[link.pk for link in made]).order_by("id"))
    left = [{"contact": person.public_id, "reason": reason} for person, reason in skipped]
    return answer({"assigned": _cards(request, rows), "skipped": left})


@router.get(
    "/clients/{client_id}/contacts/{link_id}", auth=READ, response=LinkOut, summary="Read a link"
)
def read_link(request: ApiRequest, client_id: UUID, link_id: UUID) -> HttpResponse:
    """One contact of the client."""
    return answer(_told(request, client_id, link_id))


@router.patch(
    "/clients/{client_id}/contacts/{link_id}", auth=WRITE, response=LinkOut, summary="Change a link"
)
def change_link(
    request: ApiRequest, client_id: UUID, link_id: UUID, data: LinkPatch
) -> HttpResponse:
    """What they are at this client, since when, and below whom."""
    link = found(request, _rows(request, client_id), link_id)
    sent = data.sent()
    roles = _roles(request, sent["roles"]) if "roles" in sent else None
    days = {name: sent.get(name) for name in ("began_on", "ended_on")}
    link.edit(by=request.member, job_title=sent.get("job_title"), roles=roles, **days)
    if "reports_to" in sent:
        link.report_to(_above(request, client_id, sent["reports_to"]), by=request.member)
    return answer(_told(request, client_id, link_id))


@router.delete(
    "/clients/{client_id}/contacts/{link_id}",
    auth=WRITE,
    response={200: AffectedOut, 204: None},
    summary="Delink a contact",
)
def end_link(
    request: ApiRequest, client_id: UUID, link_id: UUID, query: Query[DryRun]
) -> HttpResponse:
    """The contact and its history stay."""
    link = found(request, _rows(request, client_id), link_id)
    if query.dry_run:
        return told(request, link.client, [(Matter.DELINK, link)])
    link.end(by=request.member)
    return nothing()


@router.post(
    "/clients/{client_id}/contacts/{link_id}/primary",
    auth=WRITE,
    response=LinkOut,
    summary="Make a contact the primary one",
)
def make_link_primary(request: ApiRequest, client_id: UUID, link_id: UUID) -> HttpResponse:
    """Exactly one contact of a client is."""
    found(request, _rows(request, client_id), link_id).make_primary(by=request.member)
    return answer(_told(request, client_id, link_id))

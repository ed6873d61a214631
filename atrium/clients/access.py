"""The door to one client: who cannot see it finds nothing, who may not do this is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase

from atrium.clients.absent import LARGEST, absent
from atrium.clients.models import Client, Contact, FieldFile
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.view_log import saw
from atrium.foundation.errors import Moved, NotHere
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

type ClientView[**P] = Callable[Concatenate[MemberRequest, Client, P], HttpResponseBase]


def the_clients(request: MemberRequest, number: int) -> ClientQuerySet:
    """The client with this number as rows to choose from: one, or none that the member may see."""
    if number > LARGEST:
        raise missing(request, number)
    clients: ClientQuerySet = Client.objects.visible_to(request.member)
    return clients.filter(number=number)


def lead_on(request: MemberRequest, number: int) -> None:
    """Lead to the client that this one was merged into, if the member may see that; raises Moved."""
    into = Client.objects.visible_to(request.member).merged_into(number=number)
    survivor = into.values_list("number", flat=True).first() if number <= LARGEST else None
    if survivor is not None:
        home = f"{request.member.organisation.get_absolute_url()}clients/"
        there = request.get_full_path().replace(f"{home}{number}/", f"{home}{survivor}/", 1)
        raise Moved(there)


def missing(request: MemberRequest, number: int) -> NotHere:
    """Why there is no client here, as far as the member may know; raises Moved where it was merged."""
    lead_on(request, number)
    return NotHere(absent(request.member, number, request.memberships))


def the_client(request: MemberRequest, number: int) -> Client:
    """The client with this number, if the member may see it; else 404."""
    client = the_clients(request, number).select_related("status", "owner").first()
    if client is None:
        raise missing(request, number)
    client.organisation = request.member.organisation
    saw(request.member, client.pk, "part")
    return client


def the_contact(request: MemberRequest, key: UUID) -> Contact:
    """The person with this public id, if the member may see them; else 404."""
    contact: Contact | None = (
        Contact.objects.visible_to(request.member).filter(public_id=key).first()
    )
    if contact is None:
        raise Http404
    contact.organisation = request.member.organisation
    return contact


def the_file(request: MemberRequest, key: UUID) -> FieldFile:
    """The file of a field with this public id, if the member may see it; else 404."""
    file: FieldFile | None = (
        FieldFile.objects.visible_to(request.member).filter(public_id=key).first()
    )
    if file is None:
        raise Http404
    return file


def client_view(*, needs: Can) -> Callable[[ClientView[...]], Callable[..., HttpResponseBase]]:
    """A view of one client: 404 if the member cannot see it, 403 if they may not do this."""

    def decorate(view: ClientView[...]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapper(request: MemberRequest, number: int, **kwargs: Any) -> HttpResponseBase:
            client = the_client(request, number)
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, client, **kwargs)

        return wrapper

    return decorate

"""Clients: list, read, add, change. There is no delete (R20)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Query, Router

from atrium.clients import details
from atrium.clients.duplicates import kept
from atrium.clients.duplicates.entry import likely
from atrium.clients.models import Client, Point, Subject
from atrium.clients.models import Field as CustomField
from atrium.clients.stepping_out import sees, told_of_losing
from atrium.clients.view_log import saw
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.integrations.api.affected import AffectedOut, DryRun, matters, told
from atrium.integrations.api.auth import ApiRequest, Bearer, demand
from atrium.integrations.api.cards import (
    ClientFull,
    ClientOut,
    cards,
    completed,
    detailed,
    full,
    short,
)
from atrium.integrations.api.client_bodies import ClientIn, ClientPatch, Details, PointIn
from atrium.integrations.api.client_list import (
    ORDERS,
    ClientFilter,
    choose,
    in_field_order,
    in_state,
    narrows,
)
from atrium.integrations.api.duplicates import LikelyOut
from atrium.integrations.api.duplicates import told as told_alike
from atrium.integrations.api.errors import Invalid, Problem, not_found
from atrium.integrations.api.field_values import typed_fields
from atrium.integrations.api.finding import chosen, elsewhere, locked, the_client, words
from atrium.integrations.api.paging import Page, cut, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared

router = Router(tags=["Clients"])
READ = Bearer("clients:read", Can.CLIENTS_SEE)
WRITE = Bearer("clients:write", Can.CLIENTS_EDIT)


@router.get("/clients", auth=READ, response=Page[ClientOut], summary="List clients")
def list_clients(request: ApiRequest, query: Query[ClientFilter]) -> HttpResponse:
    """The clients that the member sees, in the order of `sort`, narrowed by what is given."""
    order = ORDERS.get(query.sort)
    if order is None:
        rows, cursor = in_field_order(request, query)
    elif query.is_plain and not narrows(request):
        more = query.limit + 1
        found = _first(member=request.member, state=query.state, sort=query.sort, most=more)
        rows, cursor = cut(found, query, order)
    else:
        rows, cursor = paged(short(choose(request, query), request.member), query, order)
    return answer({"items": cards(rows, words(request)), "next": cursor})


@prepared(shape=("state", "sort", "most"))
def _first(*, member: Member, state: str, sort: str, most: int) -> QuerySet[Client, dict[str, Any]]:
    rows = short(in_state(Client.objects.visible_to(member), state), member)
    return ORDERS[sort].sorted(rows)[:most]


@router.get("/clients/{client_id}", auth=READ, response=ClientFull, summary="Read a client")
def read_client(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """The client with all its details."""
    if "If-Match" in request.headers:
        the_client(request, client_id)  # locks it, where this is the first half of a change
    rows = _read(member=request.member, client_id=client_id)
    if not rows:
        raise elsewhere(request, client_id)
    saw(request.member, rows[0]["id"], "details")
    return answer(completed(rows[0], request.member, words(request)))


@prepared()
def _read(*, member: Member, client_id: UUID) -> QuerySet[Client, dict[str, Any]]:
    return detailed(Client.objects.visible_to(member).filter(public_id=client_id), member)


class ClientAdded(ClientFull):
    """The new client, and those that it looks like."""

    duplicates: list[LikelyOut]


@router.post("/clients", auth=WRITE, response={201: ClientAdded}, summary="Add a client")
def add_client(request: ApiRequest, data: ClientIn) -> HttpResponse:
    """A new client with the organisation's next number."""
    lexicon = words(request)
    status = lexicon.default_status
    if data.status is not None:
        status = chosen(lexicon.statuses.values(), data.status, "status")
    tags = [chosen(lexicon.tags.values(), tag, "tags") for tag in data.tags]
    told: dict[str, Any] = {"kind": data.kind, "external_id": data.external_id.strip()}
    if data.owner is not None:
        demand(request.member, Can.CLIENTS_OWN)
        told["owner"] = chosen(lexicon.active_members, data.owner, "owner")
    told["anyway"] = data.anyway
    told["fields"] = typed_fields(request, data.fields, Subject.CLIENT)
    client = Client.add(by=request.member, name=data.name, status=status, **told)
    _edit(
        request,
        client,
        {name: v for name, v in data.sent().items() if name in Details.model_fields},
    )
    for tag in tags:
        tag.put_on(client, by=request.member)
    add_points(request, client, data.points)
    location = f"/api/v1/clients/{client.public_id}"
    alike = likely(kept.profile_of(client), request.member)
    card = _told(request, client.public_id) | {"duplicates": told_alike(request, alike)}
    return answer(card, status=201, location=location)


@router.patch(
    "/clients/{client_id}",
    auth=WRITE,
    response={200: ClientFull | AffectedOut, 204: None},
    summary="Change a client",
)
def change_client(
    request: ApiRequest, client_id: UUID, data: ClientPatch, query: Query[DryRun]
) -> HttpResponse:
    """Set the fields that are sent. Each change is told on the timeline by itself.

    204 when the change took the client out of the member's sight, which takes `sure`.
    """
    client, sent, member = the_client(request, client_id), data.sent(), request.member
    lexicon = words(request)
    if query.dry_run:
        return told(request, client, matters(client, sent, lexicon))
    if "owner" in sent:
        demand(member, Can.CLIENTS_OWN)
    if "restricted" in sent:
        demand(member, Can.CLIENTS_ACCESS)
    typed = typed_fields(request, sent.get("fields") or {}, Subject.CLIENT)
    texts = {name: v for name, v in sent.items() if name in details.DETAILS}
    with guarded(client, by=member, sure=data.sure):
        _edit(request, client, texts, typed, anyway=data.anyway)
        if "status" in sent:
            client.move_to(chosen(lexicon.statuses.values(), sent["status"], "status"), by=member)
        if "owner" in sent:
            owner = sent["owner"] and chosen(lexicon.active_members, sent["owner"], "owner")
            client.give_to(owner, by=member)
        if "restricted" in sent:
            client.restrict(by=member, to_team=sent["restricted"])
    if not sees(member, client):
        return nothing()
    return answer(_told(request, client_id))


@contextmanager
def guarded(client: Client, *, by: Member, sure: bool) -> Iterator[None]:
    """One act; 422 at ``sure`` where ``by`` would lose sight of the client and did not say so."""
    try:
        with told_of_losing(
            client, by=by, sure=sure, label=gettext("Changed {client}").format(client=client)
        ):
            yield
    except Refusal as refusal:
        if refusal.field != "sure":
            raise
        raise Invalid([("sure", str(refusal))]) from refusal


def add_points(request: ApiRequest, owner: Any, points: list[PointIn]) -> None:
    """Add each point; refused at its place in the list."""
    for place, point in enumerate(points):
        try:
            Point.add(
                owner,
                by=request.member,
                kind=point.kind,
                text=point.value,
                label=point.label,
                preferred=point.preferred,
            )
        except Refusal as refusal:
            field = f"points.{place}.{refusal.field or 'value'}"
            raise Invalid([(field, str(refusal))]) from refusal


def _told(request: ApiRequest, client_id: UUID) -> dict[str, Any]:
    rows = Client.objects.visible_to(request.member).filter(public_id=client_id).order_by()
    told = full(locked(request, rows), request.member, words(request))
    if told is None:
        raise not_found()
    return told


def _edit(
    request: ApiRequest,
    client: Client,
    sent: dict[str, Any],
    fields: dict[CustomField, Any] | None = None,
    anyway: str | None = None,
) -> None:
    """Set details, all at once; refused with every field that does not fit."""
    texts = {name: "" if value is None else str(value) for name, value in sent.items()}
    wrong: list[tuple[str, str]] = []
    for name, text in texts.items():
        try:
            details.cleaned(client, {name: text})
        except Refusal as refusal:
            wrong.append((name, str(refusal)))
    if wrong:
        raise Invalid(wrong)
    try:
        if texts or fields:
            client.edit(by=request.member, was=None, fields=fields, anyway=anyway, **texts)
    except details.Guarded as error:
        where = f"/api/v1/clients/{client.public_id}/account/changes"
        raise Problem(409, f"{error} Programs ask by POST to {where}.") from error

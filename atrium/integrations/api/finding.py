"""Finding what an address or a body names: what cannot be seen is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction

from atrium.clients import lexicon
from atrium.clients.absent import absent_id, cannot_be_linked
from atrium.clients.models import Client
from atrium.clients.view_log import saw
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.errors import Invalid, Problem, not_found


class Named(Protocol):
    """Anything that has an identifier outside."""

    @property
    def public_id(self) -> UUID: ...


def found[Row: models.Model](
    request: ApiRequest, rows: models.QuerySet[Any, Row], public_id: UUID
) -> Row:
    """The row with this identifier; else 404. Locked where the answer decides about a change."""
    row = locked(request, rows).filter(public_id=public_id).first()
    if row is None:
        raise not_found()
    return row


def locked[Rows: models.QuerySet[Any, Any]](request: ApiRequest, rows: Rows) -> Rows:
    """``rows``, kept from others until the end of a change that names an ETag."""
    if "If-Match" in request.headers and transaction.get_connection().in_atomic_block:
        return rows.select_for_update(of=("self",))
    return rows


def the_client(request: ApiRequest, client_id: UUID) -> Client:
    """The client, if the member may see it; else 404. 308 where it was merged into another one."""
    rows = locked(request, Client.objects.visible_to(request.member))
    client: Client | None = rows.filter(public_id=client_id).first()
    if client is None:
        raise elsewhere(request, client_id)
    client.organisation = request.member.organisation
    saw(request.member, client.pk, "part")
    return client


def elsewhere(request: ApiRequest, client_id: UUID) -> Problem:
    """Where the client that had this identifier is by now: 308 there, or 404."""
    into = Client.objects.visible_to(request.member).merged_into(public_id=client_id)
    survivor: Client | None = into.first()
    if survivor is None:
        why = absent_id(request.member)
        return Problem(404, why.text, why=why)
    there = request.get_full_path().replace(str(client_id), str(survivor.public_id), 1)
    detail = f"This client was merged into {survivor.code}. Use its identifier from now on."
    more = {"client": str(survivor.public_id)}
    return Problem(308, detail, headers={"Location": there}, more=more)


def chosen_client(request: ApiRequest, public_id: UUID, field: str) -> Client:
    """The client that a body names in ``field``, by an old identifier too; else 422 at that field."""
    client: Client | None = Client.objects.visible_to(request.member).called(public_id).first()
    if client is None:
        raise Invalid(
            [(field, "There is none with this identifier.")], cannot_be_linked(request.member)
        )
    return client


def words(request: ApiRequest) -> lexicon.Lexicon:
    """The organisation's statuses, tags, types, roles and members."""
    return lexicon.of(request.member.organisation)


def the_word[Row: Named](rows: Iterable[Row], public_id: UUID) -> Row:
    """The one that an address names; else 404."""
    for row in rows:
        if row.public_id == public_id:
            return row
    raise not_found()


def chosen[Row: Named](rows: Iterable[Row], public_id: UUID, field: str) -> Row:
    """The one that a body names in ``field``; else 422 at that field."""
    for row in rows:
        if row.public_id == public_id:
            return row
    raise Invalid([(field, "There is none with this identifier.")])

"""Exports: a list of clients written into a file by the queue, and that file (V01)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients import viewing
from atrium.clients.filters import Filters
from atrium.clients.list_order import SORTS
from atrium.clients.listing import Listing
from atrium.foundation.files import handed_out
from atrium.foundation.formats import FormatError
from atrium.imports.models import Export
from atrium.imports.models.export import ExportStage
from atrium.imports.tasks import write_export
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.client_list import conditions, demand_scopes
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can

router = Router(tags=["Exports"])
READ = Bearer("exports:read", Can.CLIENTS_EXPORT)
WRITE = Bearer("exports:write", Can.CLIENTS_EXPORT)


class ExportIn(Input):
    """Which clients, as what: a saved view, or conditions, or everything that the member may see."""

    format: Literal["csv", "xlsx", "jsonl", "vcf"] = Field(examples=["csv"])
    view: Id | None = Field(None, description="A saved view; then nothing else narrows.")
    q: StrictStr = Field("", max_length=200, description="What the search finds.")
    filter: StrictStr = Field(
        "",
        max_length=8000,
        description="Conditions, as lists take them.",
        examples=["status.is:Lead"],
    )
    state: Literal["live", "archived"] = "live"


class ExportOut(Schema):
    """An export and how far it is."""

    id: UUID
    number: int
    file: str = Field(examples=["Clients.csv"])
    format: str
    stage: ExportStage
    trouble: str = Field(description="Why it failed.")
    clients: int
    written: int = Field(description="Clients written so far.")
    size: int = Field(description="In bytes, once it is ready.")
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None = Field(description="Until when the file is kept.")


def _card(row: Export) -> dict[str, Any]:
    same = ("number", "format", "stage", "trouble", "clients", "size")
    times = ("created_at", "finished_at", "expires_at")
    told = {name: getattr(row, name) for name in (*same, *times)}
    return {"id": row.public_id, "file": row.file_name, "written": row.progress, **told}


def _the_export(request: ApiRequest, export_id: UUID) -> Export:
    rows: QuerySet[Export, Export] = Export.objects.visible_to(request.member)
    return found(request, rows.select_related("by", "organisation"), export_id)


@router.get("/exports", auth=READ, response=Page[ExportOut], summary="List exports")
def list_exports(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """One's own, the newest first."""
    rows, cursor = paged(Export.objects.visible_to(request.member), query, NEWEST)
    return answer({"items": [_card(row) for row in rows], "next": cursor})


@router.post("/exports", auth=WRITE, response={202: ExportOut}, summary="Export clients")
def add_export(request: ApiRequest, data: ExportIn) -> HttpResponse:
    """Written by the queue with all that is known of the clients; read `stage` until it is `ready`."""
    made = Export.ask(_listing(request, data), format=data.format, by=request.member)
    write_export.enqueue(request.member.organisation.pk, made.pk)
    return answer(_card(made), status=202, location=f"/api/v1/exports/{made.public_id}")


def _listing(request: ApiRequest, data: ExportIn) -> Listing:
    try:
        if data.view is not None:
            view = viewing.named_by(request.member, str(data.view))
            if view is None:
                raise Invalid([("view", "There is none with this identifier.")])
            demand_scopes(request, viewing.filters_of(view).tree)
            return Listing.of_view(view, request.member)
        tree = conditions(data.filter)
        demand_scopes(request, tree)
        Filters(tree=tree, strict=True).marks(request.member)
    except FormatError as error:
        raise Invalid([("filter", str(error))]) from error
    filters = Filters(q=" ".join(data.q.split()), tree=tree, state=data.state)
    return Listing(request.member, filters, SORTS["name"], falling=False)


@router.get("/exports/{export_id}", auth=READ, response=ExportOut, summary="Show an export")
def show_export(request: ApiRequest, export_id: UUID) -> HttpResponse:
    """How far it is."""
    return answer(_card(_the_export(request, export_id)))


@router.get("/exports/{export_id}/file", auth=READ, summary="Read the file of an export")
def read_export_file(request: ApiRequest, export_id: UUID) -> HttpResponseBase:
    """The file; 409 with the cause where it is not ready, gone, or the member's role changed since."""
    row = _the_export(request, export_id)
    row.refuse_unless_ready(by=request.member)
    response = handed_out(row.stored_as, name=row.file_name, content_type=row.content_type)
    response["Cache-Control"] = "private, no-store"
    return response


@router.delete("/exports/{export_id}", auth=WRITE, response={204: None}, summary="Remove an export")
def remove_export(request: ApiRequest, export_id: UUID) -> HttpResponse:
    """With its file; one that is being written stops."""
    _the_export(request, export_id).remove()
    return nothing()

"""Imports: a file of clients sent by a program, its plan, its run, its undo (X03)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import StrictInt

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.imports.deciding import Decider
from atrium.imports.models import Import, ImportRow, Mode, Outcome, Similar, Stage
from atrium.imports.tasks import plan_import, run_import, undo_import
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid, Problem
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import NEWEST, Order, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can

router = Router(tags=["Imports"])
READ = Bearer("imports:read", Can.IMPORTS_RUN)
WRITE = Bearer("imports:write", Can.IMPORTS_RUN)
type What = Literal["clients", "jobs", "projects", "invoices"]
BY_NUMBER = Order("row", ("number",))


class ImportIn(Schema):
    """How the file is to be read, beside the file."""

    what: What = Field("clients", description="What is in the file.")
    mode: Mode = Field(Mode.CREATE, description="What may become of a row.")
    mapping: str = Field(
        "", max_length=100_000, description="A mapping as an earlier import answered it, as JSON."
    )


class ImportOut(Schema):
    """An import and how far it is."""

    id: UUID
    number: int
    file: str = Field(examples=["clients.csv"])
    source: str = Field(description="The program the file seems to come from.")
    what: What
    stage: Stage
    mode: Mode
    trouble: str = Field(description="Why it failed.")
    told: list[str] = Field(description="What is to be known of how the file was read.")
    rows: int
    created: int
    updated: int
    skipped: int
    failed: int
    duplicates: int
    percent: int
    mapping: str
    left_alone: list[list[Any]] = Field(
        description="After an undo: client number, name, what stays, why."
    )
    created_at: datetime
    finished_at: datetime | None


class RowOut(Schema):
    """One row of the file: what becomes of it, or what came of it."""

    row: int
    outcome: Outcome
    done: bool
    name: str
    client: UUID | None
    code: str = Field(description="Of the job or project that it became.", examples=["J-0012"])
    field: str
    reason: str
    differences: list[list[str]] = Field(description="Field, before, after.")
    similar: str = Field(description="`base`: like a client here; `file`: like another row.")
    candidates: list[UUID] = Field(description="The clients that it may be about.")
    decided: bool = Field(description="Whether someone chose the outcome.")


RowNumber = Annotated[StrictInt, Field(ge=1, le=2**62)]


class DecisionIn(Input):
    """What becomes of some rows of a plan: those named, or all that look like something."""

    decision: Literal["create", "update", "skip"] = Field(examples=["skip"])
    rows: list[RowNumber] = Field(
        [], max_length=1000, description="Rows by their number in the file."
    )
    similar: Similar | None = Field(
        None, description="All rows like a client here (`base`) or like another row (`file`)."
    )
    client: Id | None = Field(None, description="Which one to update; needed with several.")


class RowFilter(Paged):
    """Which rows."""

    outcome: Outcome | None = Field(None, description="`fail` for those that became nothing.")
    similar: Similar | None = Field(None, description="Those that someone may want to decide.")


def _card(row: Import) -> dict[str, Any]:
    same = (
        "number",
        "what",
        "source",
        "stage",
        "mode",
        "trouble",
        "told",
        "rows",
        "created",
        "updated",
    )
    more = ("skipped", "failed", "duplicates", "percent", "left_alone", "created_at", "finished_at")
    return {
        "id": row.public_id,
        "file": row.file_name,
        "mapping": row.mapping,
        **{name: getattr(row, name) for name in (*same, *more)},
    }


def _the_import(request: ApiRequest, import_id: UUID) -> Import:
    rows: QuerySet[Import, Import] = Import.objects.visible_to(request.member)
    return found(request, rows.select_related("by", "act", "organisation"), import_id)


def _anew(row: Import) -> HttpResponse:
    row.refresh_from_db()
    return answer(_card(row), status=202)


@router.get("/imports", auth=READ, response=Page[ImportOut], summary="List imports")
def list_imports(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """The newest first: one's own, and everyone's for who may see every client."""
    rows, cursor = paged(Import.objects.visible_to(request.member), query, NEWEST)
    return answer({"items": [_card(row) for row in rows], "next": cursor})


@router.post("/imports", auth=WRITE, response={202: ImportOut}, summary="Send a file to import")
def add_import(request: ApiRequest, file: File[UploadedFile], data: Form[ImportIn]) -> HttpResponse:
    """A spreadsheet, cards or JSON Lines. The plan is made by the queue; nothing is written before `run`."""
    try:
        taken = Import.take(file, by=request.member, name=file.name or "file", what=data.what)
        taken.look()
        taken.start_planning(mapping=data.mapping, mode=data.mode)
    except Refusal as refusal:
        raise Problem(422, str(refusal)) from refusal
    plan_import.enqueue(request.member.organisation.pk, taken.pk)
    response = _anew(taken)
    response["Location"] = f"/api/v1/imports/{taken.public_id}"
    return response


@router.get("/imports/{import_id}", auth=READ, response=ImportOut, summary="Show an import")
def show_import(request: ApiRequest, import_id: UUID) -> HttpResponse:
    """Its stage, its counts, how far it is."""
    return answer(_card(_the_import(request, import_id)))


@router.get(
    "/imports/{import_id}/rows", auth=READ, response=Page[RowOut], summary="List an import's rows"
)
def list_import_rows(request: ApiRequest, import_id: UUID, query: Query[RowFilter]) -> HttpResponse:
    """The plan, row by row; after the run what came of it. In the order of the file."""
    rows = _the_import(request, import_id).rows_of_file.all()
    if query.outcome is not None:
        rows = rows.filter(outcome=query.outcome)
    if query.similar is not None:
        rows = rows.filter(similar=query.similar)
    some, cursor = paged(rows, query, BY_NUMBER)
    keys = {key for row in some for key in (row.client_id, *row.candidates)}
    clients = Client.objects.visible_to(request.member).filter(pk__in=keys)
    seen: dict[int | None, UUID] = dict(clients.values_list("pk", "public_id"))
    return answer({"items": [_row(row, seen) for row in some], "next": cursor})


def _row(row: ImportRow, seen: dict[int | None, UUID]) -> dict[str, Any]:
    return {
        "row": row.number,
        "outcome": row.outcome,
        "done": row.done,
        "name": row.name,
        "client": seen.get(row.client_id),
        "code": row.raw.get("code", "") if row.client_id in seen else "",
        "field": row.field,
        "reason": row.reason,
        "differences": row.differences,
        "similar": row.similar,
        "candidates": [seen[key] for key in row.candidates if key in seen],
        "decided": row.decided,
    }


@router.post(
    "/imports/{import_id}/decide", auth=WRITE, response=ImportOut, summary="Decide about rows"
)
def decide_import_rows(request: ApiRequest, import_id: UUID, data: DecisionIn) -> HttpResponse:
    """Add them as new clients, update clients by them, or leave them out: the plan that runs."""
    row = _the_import(request, import_id)
    decider, what = Decider(row, by=request.member), Outcome(data.decision)
    client = None
    if data.client is not None:
        seen = Client.objects.visible_to(request.member)
        client = seen.filter(public_id=data.client).first()
        if client is None:
            raise Invalid([("client", "There is none with this identifier.")])
    if bool(data.rows) == (data.similar is not None):
        raise Invalid([("rows", "Say which rows: their numbers, or what they look like.")])
    if data.similar is not None:
        decider.decide_all(data.similar, what)
    else:
        decider.decide(data.rows, what, client=client)
    row.refresh_from_db()
    return answer(_card(row))


@router.post(
    "/imports/{import_id}/run", auth=WRITE, response={202: ImportOut}, summary="Run an import"
)
def start_import(request: ApiRequest, import_id: UUID) -> HttpResponse:
    """Carry the plan out, by the queue."""
    row = _the_import(request, import_id)
    row.start_running()
    run_import.enqueue(request.member.organisation.pk, row.pk)
    return _anew(row)


@router.post(
    "/imports/{import_id}/stop", auth=WRITE, response={202: ImportOut}, summary="Stop an import"
)
def stop_import(request: ApiRequest, import_id: UUID) -> HttpResponse:
    """Behind the rows that are being written; what is written can be undone."""
    row = _the_import(request, import_id)
    row.stop()
    return _anew(row)


@router.post(
    "/imports/{import_id}/undo", auth=WRITE, response={202: ImportOut}, summary="Undo an import"
)
def take_import_back(request: ApiRequest, import_id: UUID) -> HttpResponse:
    """By the queue; what was changed since is left alone and named."""
    row = _the_import(request, import_id)
    row.start_undoing(by=request.member)
    undo_import.enqueue(request.member.organisation.pk, row.pk, request.member.pk)
    return _anew(row)

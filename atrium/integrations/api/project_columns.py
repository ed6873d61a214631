"""The columns of the board of projects (C11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.project_bodies import ColumnIn, ColumnOut, ColumnPatch
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import change, listed, term_card
from atrium.organisations.permissions import Can
from atrium.projects.models import Column

router = Router(tags=["Projects"])
READ = Bearer("projects:read", Can.PROJECTS_SEE)
WRITE = Bearer("projects:write", Can.LEXICON_EDIT)


def _card(column: Any) -> dict[str, Any]:
    return term_card(column) | {
        "hue": column.hue,
        "limit": column.limit,
        "meaning": column.meaning,
    }


@router.get(
    "/project-columns", auth=READ, response=Page[ColumnOut], summary="List the board's columns"
)
def list_project_columns(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """From left to right."""
    return listed([_card(column) for column in Column.objects.all()], query)


@router.post(
    "/project-columns", auth=WRITE, response={201: ColumnOut}, summary="Add a column to the board"
)
def add_project_column(request: ApiRequest, data: ColumnIn) -> HttpResponse:
    """Refused when the board has the label already."""
    return answer(_card(Column.add(by=request.member, **data.dict())), status=201)


@router.get(
    "/project-columns/{column_id}",
    auth=READ,
    response=ColumnOut,
    summary="Read a column of the board",
)
def read_project_column(request: ApiRequest, column_id: UUID) -> HttpResponse:
    """One column."""
    return answer(_card(found(request, Column.objects.all(), column_id)))


@router.patch(
    "/project-columns/{column_id}",
    auth=WRITE,
    response=ColumnOut,
    summary="Change a column of the board",
)
def change_project_column(request: ApiRequest, column_id: UUID, data: ColumnPatch) -> HttpResponse:
    """The board shows it at once."""
    return answer(_card(change(request, Column, column_id, data)))


@router.delete(
    "/project-columns/{column_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a column of the board",
)
def remove_project_column(request: ApiRequest, column_id: UUID, into: UUID) -> HttpResponse:
    """Its projects move to the column `into`, each told on its client's timeline."""
    column: Column = found(request, Column.objects.all(), column_id)
    target = chosen(list(Column.objects.all()), into, "into")
    column.retire(by=request.member, into=target)
    return nothing()

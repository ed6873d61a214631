"""Projects: added, changed, moved on the board, delivered, removed (C07, C08, C10, C11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from ninja import Query, Router

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, paged
from atrium.integrations.api.project_bodies import (
    MoveIn,
    ProjectFilter,
    ProjectIn,
    ProjectOut,
    ProjectPatch,
    ProjectsBulkIn,
    ProjectsBulkOut,
)
from atrium.integrations.api.shell import answer, nothing
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.projects.models import Associate, Column, Project
from atrium.projects.models.deed import BIN, DELIVER, UNBIN, UNDELIVER, perform

router = Router(tags=["Projects"])
READ = Bearer("projects:read", Can.PROJECTS_SEE)
WRITE = Bearer("projects:write", Can.PROJECTS_WRITE)
_PLAIN = (
    "number code external_id title html text link due_on delivered_at created_at version".split()
)
_FIELDS = ("external_id", "title", "html", "link", "due_on")
_DEEDS = {"deliver": DELIVER, "undeliver": UNDELIVER, "remove": BIN, "restore": UNBIN}


def _card(request: ApiRequest, project: Project) -> dict[str, Any]:
    members = words(request).members
    return {name: getattr(project, name) for name in _PLAIN} | {
        "id": project.public_id,
        "client": project.client.public_id,
        "column": reference(project.column),
        "delivered": project.is_delivered,
        "delivered_by": reference(members.get(project.delivered_by_id or 0)),
        "manager": reference(members.get(project.manager_id or 0)),
        "associates": [reference(members.get(one.member_id)) for one in project.associates.all()],
        "created_by": reference(members.get(project.created_by_id or 0)),
    }


def _rows(request: ApiRequest) -> Any:
    rows = Project.objects.visible_to(request.member).select_related("client", "column")
    working = Associate.objects.order_by("id")
    return rows.prefetch_related(Prefetch("associates", working))


def _the_project(request: ApiRequest, project_id: UUID) -> Project:
    project: Project = found(request, _rows(request).kept(), project_id)
    return project


def _anew(request: ApiRequest, project: Project, status: int = 200) -> HttpResponse:
    card = _card(request, _rows(request).get(pk=project.pk))
    where = f"/api/v1/projects/{project.public_id}" if status == 201 else ""  # noqa: PLR2004 - Created
    return answer(card, status=status, location=where)


def _page(request: ApiRequest, rows: Any, query: ProjectFilter) -> HttpResponse:
    if query.state == "removed":
        rows = rows.binned()
    elif query.state == "delivered":
        rows = rows.delivered()
    elif query.state == "overdue":
        rows = rows.overdue(request.member.organisation.today())
    else:
        rows = rows.open() if query.state == "open" else rows.kept()
    if query.q.strip():
        rows = rows.holding(query.q)
    if query.column is not None:
        rows = rows.filter(column__public_id=query.column)
    if query.who == "me":
        rows = rows.with_members([request.member.pk])
    elif query.who is not None:
        rows = rows.with_members([chosen(words(request).members.values(), query.who, "who").pk])
    page, cursor = paged(rows, query, NEWEST)
    return answer({"items": [_card(request, one) for one in page], "next": cursor})


def _people(request: ApiRequest, sent: dict[str, Any]) -> dict[str, Any]:
    """Who was sent of manager and associates, as the verbs take them."""
    members = words(request).active_members
    told: dict[str, Any] = {}
    if "manager" in sent:
        key = sent["manager"]
        told["manager"] = chosen(members, key, "manager") if key else None
    if "associates" in sent:
        told["associates"] = [chosen(members, key, "associates") for key in sent["associates"]]
    return told


def _column(column_id: UUID) -> Column:
    columns: list[Column] = list(Column.objects.all())
    return chosen(columns, column_id, "column")


@router.get(
    "/projects", auth=READ, response=Page[ProjectOut], summary="List projects of all clients"
)
def list_all_projects(request: ApiRequest, query: Query[ProjectFilter]) -> HttpResponse:
    """The newest first."""
    return _page(request, _rows(request), query)


@router.get(
    "/clients/{client_id}/projects",
    auth=READ,
    response=Page[ProjectOut],
    summary="List a client's projects",
)
def list_projects(
    request: ApiRequest, client_id: UUID, query: Query[ProjectFilter]
) -> HttpResponse:
    """The newest first."""
    return _page(request, _rows(request).filter(client=the_client(request, client_id)), query)


@router.post(
    "/clients/{client_id}/projects",
    auth=WRITE,
    response={201: ProjectOut},
    summary="Add a project",
)
def add_project(request: ApiRequest, client_id: UUID, data: ProjectIn) -> HttpResponse:
    """It gets the next number and stands on top of its column."""
    client, sent = the_client(request, client_id), data.sent()
    told = {name: sent[name] for name in _FIELDS if name in sent} | _people(request, sent)
    if data.column is not None:
        told["column"] = _column(data.column)
    return _anew(request, Project.add(client, by=request.member, **told), 201)


@router.post(
    "/projects/bulk", auth=WRITE, response=ProjectsBulkOut, summary="Do one thing to many projects"
)
def change_projects(request: ApiRequest, data: ProjectsBulkIn) -> HttpResponse:
    """Those that cannot take it are left, with the reason; the rest is one act."""
    rows = _rows(request).filter(public_id__in=data.projects)
    known = list(rows)
    for key in data.projects:
        chosen(known, key, "projects")
    outcome = perform(_DEEDS[data.deed], known, by=request.member)
    act = request.member.latest_act if outcome.done else None
    left = [{"project": one.public_id, "reason": reason} for one, reason in outcome.left]
    done = [one.public_id for one in outcome.done]
    return answer({"done": done, "left": left, "act": act.pk if act else None})


@router.get("/projects/{project_id}", auth=READ, response=ProjectOut, summary="Read a project")
def read_project(request: ApiRequest, project_id: UUID) -> HttpResponse:
    """One project."""
    return answer(_card(request, _the_project(request, project_id)))


@router.patch("/projects/{project_id}", auth=WRITE, response=ProjectOut, summary="Change a project")
def change_project(request: ApiRequest, project_id: UUID, data: ProjectPatch) -> HttpResponse:
    """What is sent is set."""
    project, sent = _the_project(request, project_id), data.sent()
    told = {name: sent[name] for name in _FIELDS if name in sent}
    if told:
        project.edit(by=request.member, **told)
    people = _people(request, sent)
    if people:
        manager: Member | None = words(request).members.get(project.manager_id or 0)
        project.staff(by=request.member, **({"manager": manager} | people))
    return _anew(request, project)


@router.delete(
    "/projects/{project_id}", auth=WRITE, response={204: None}, summary="Remove a project"
)
def remove_project(request: ApiRequest, project_id: UUID) -> HttpResponse:
    """Its files and links go too; for 30 days it can be restored."""
    _the_project(request, project_id).bin(by=request.member)
    return nothing()


@router.post(
    "/projects/{project_id}/restore", auth=WRITE, response=ProjectOut, summary="Restore a project"
)
def restore_project(request: ApiRequest, project_id: UUID) -> HttpResponse:
    """Brings back one that was removed in the last 30 days."""
    project: Project = found(request, _rows(request), project_id)
    project.unbin(by=request.member)
    return _anew(request, project)


@router.post(
    "/projects/{project_id}/move", auth=WRITE, response=ProjectOut, summary="Move a project"
)
def move_project(request: ApiRequest, project_id: UUID, data: MoveIn) -> HttpResponse:
    """Into a column of the board, right below another project or on top."""
    project = _the_project(request, project_id)
    after = None
    if data.after is not None:
        after = chosen(list(_rows(request).filter(public_id=data.after)), data.after, "after")
    project.move(_column(data.column), by=request.member, after=after)
    return _anew(request, project)


@router.post(
    "/projects/{project_id}/deliver", auth=WRITE, response=ProjectOut, summary="Deliver a project"
)
def deliver_project(request: ApiRequest, project_id: UUID) -> HttpResponse:
    """It leaves the board and the counts."""
    project = _the_project(request, project_id)
    project.deliver(by=request.member)
    return _anew(request, project)


@router.post(
    "/projects/{project_id}/undeliver",
    auth=WRITE,
    response=ProjectOut,
    summary="Take a project up again",
)
def undeliver_project(request: ApiRequest, project_id: UUID) -> HttpResponse:
    """It returns to the column and the place that it had."""
    project = _the_project(request, project_id)
    project.undeliver(by=request.member)
    return _anew(request, project)

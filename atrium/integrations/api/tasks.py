"""Tasks: to-dos on clients (C06)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr, StringConstraints

from atrium.calendar.models import Task
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Patch, Reference, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Tasks"])
READ = Bearer("tasks:read", Can.TASKS_SEE)
WRITE = Bearer("tasks:write", Can.TASKS_WRITE)


class TaskOut(Schema):
    """A to-do."""

    id: UUID
    client: UUID
    title: str = Field(examples=["Send the quote"])
    due_on: date | None
    assignee: Reference | None
    done: bool
    done_at: datetime | None
    done_by: Reference | None
    created_by: Reference | None
    created_at: datetime
    version: int


class TaskPatch(Patch):
    """What is to change; what is not sent stays."""

    title: StrictStr = Field("", min_length=1, max_length=300, examples=["Send the quote"])
    due_on: Day | None = Field(None, examples=["2026-11-24"])
    assignee: Id | None = Field(None, description="Of /members; null for nobody.")
    done: YesNo = Field(default=False, description="Tick or untick it.")


class TaskIn(Patch):
    """A new task."""

    title: StrictStr = Field(min_length=1, max_length=300, examples=["Send the quote"])
    due_on: Day | None = Field(None, examples=["2026-11-24"])
    assignee: Id | None = Field(None, description="Of /members.")


class TaskFilter(Paged):
    """Which tasks."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Part of the title."
    )
    done: bool | None = None
    assignee: UUID | Literal["me"] | None = None
    due_until: Day | None = Field(None, description="Due on this day or before.")


def _card(request: ApiRequest, task: Task) -> dict[str, Any]:
    members = words(request).members
    return {
        "id": task.public_id,
        "client": task.client.public_id,
        "title": task.title,
        "due_on": task.due_on,
        "assignee": reference(members.get(task.assignee_id or 0)),
        "done": task.is_done,
        "done_at": task.done_at,
        "done_by": reference(members.get(task.done_by_id or 0)),
        "created_by": reference(members.get(task.created_by_id or 0)),
        "created_at": task.created_at,
        "version": task.version,
    }


def _the_task(request: ApiRequest, task_id: UUID) -> Task:
    rows: QuerySet[Task, Task] = Task.objects.visible_to(request.member)
    return found(request, rows.select_related("client"), task_id)


def _listed(request: ApiRequest, rows: QuerySet[Task, Task], asked: TaskFilter) -> HttpResponse:
    if asked.q.strip():
        rows = rows.filter(title__icontains=asked.q.strip())
    if asked.done is not None:
        rows = rows.filter(done_at__isnull=not asked.done)
    if asked.assignee == "me":
        rows = rows.filter(assignee=request.member)
    elif isinstance(asked.assignee, UUID):
        members = words(request).members.values()
        rows = rows.filter(assignee=chosen(members, asked.assignee, "assignee"))
    if asked.due_until is not None:
        rows = rows.filter(due_on__lte=asked.due_until)
    page, cursor = paged(rows.select_related("client"), asked, NEWEST)
    return answer({"items": [_card(request, task) for task in page], "next": cursor})


@router.get("/tasks", auth=READ, response=Page[TaskOut], summary="List tasks of all clients")
def list_all_tasks(request: ApiRequest, query: Query[TaskFilter]) -> HttpResponse:
    """The newest first."""
    return _listed(request, Task.objects.visible_to(request.member), query)


@router.get(
    "/clients/{client_id}/tasks", auth=READ, response=Page[TaskOut], summary="List a client's tasks"
)
def list_tasks(request: ApiRequest, client_id: UUID, query: Query[TaskFilter]) -> HttpResponse:
    """The newest first."""
    return _listed(request, the_client(request, client_id).tasks.all(), query)


@router.post(
    "/clients/{client_id}/tasks", auth=WRITE, response={201: TaskOut}, summary="Add a task"
)
def add_task(request: ApiRequest, client_id: UUID, data: TaskIn) -> HttpResponse:
    """A to-do on the client."""
    told: dict[str, Any] = {"title": data.title, "due_on": data.due_on}
    if data.assignee is not None:
        told["assignee"] = chosen(words(request).active_members, data.assignee, "assignee")
    task = Task.add(the_client(request, client_id), by=request.member, **told)
    return answer(_card(request, task), status=201, location=f"/api/v1/tasks/{task.public_id}")


@router.get("/tasks/{task_id}", auth=READ, response=TaskOut, summary="Read a task")
def read_task(request: ApiRequest, task_id: UUID) -> HttpResponse:
    """One to-do."""
    return answer(_card(request, _the_task(request, task_id)))


@router.patch("/tasks/{task_id}", auth=WRITE, response=TaskOut, summary="Change or tick a task")
def change_task(request: ApiRequest, task_id: UUID, data: TaskPatch) -> HttpResponse:
    """What is sent is set; `done` ticks and unticks."""
    task, sent, members = _the_task(request, task_id), data.sent(), words(request)
    if sent.keys() - {"done"}:
        assignee = members.members.get(task.assignee_id or 0)
        if "assignee" in sent:
            wanted = sent["assignee"]
            assignee = wanted and chosen(members.active_members, wanted, "assignee")
        task.edit(
            by=request.member,
            title=sent.get("title", task.title),
            due_on=sent.get("due_on", task.due_on),
            assignee=assignee,
        )
    if "done" in sent:
        (task.finish if data.done else task.reopen)(by=request.member)
    return answer(_card(request, task))


@router.delete("/tasks/{task_id}", auth=WRITE, response={204: None}, summary="Remove a task")
def remove_task(request: ApiRequest, task_id: UUID) -> HttpResponse:
    """The act can be undone."""
    _the_task(request, task_id).drop(by=request.member)
    return nothing()

"""Tasks: to-dos on clients (C06)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr, StringConstraints

from atrium.calendar.forms import people_of
from atrium.calendar.models import Task
from atrium.clients.models import Client
from atrium.conversations.models import Call, Note
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Instant, Patch, Reference, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Tasks"])
READ = Bearer("tasks:read", Can.TASKS_SEE)
WRITE = Bearer("tasks:write", Can.TASKS_WRITE)
type Repeats = Literal["", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly"]


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
    follow_up: bool = Field(description="Says when to talk with somebody again.")
    contacts: list[Reference] = Field(description="With whom it is to be done.")
    remind_at: datetime | None
    repeats: Repeats
    source: str = Field(
        description="What it was made out of, as in `conversations.note`; or empty."
    )
    source_id: UUID | None
    version: int


class TaskPatch(Patch):
    """What is to change; what is not sent stays."""

    title: StrictStr = Field("", min_length=1, max_length=300, examples=["Send the quote"])
    due_on: Day | None = Field(None, examples=["2026-11-24"])
    assignee: Id | None = Field(None, description="Of /members; null for nobody.")
    done: YesNo = Field(default=False, description="Tick or untick it.")
    follow_up: YesNo = False
    contacts: list[Id] = Field([], max_length=20, description="People of the client.")
    remind_at: Instant | None = Field(None, examples=["2026-11-24T09:00:00Z"])
    repeats: Repeats = Field("", description="How often it comes again once it is done.")


class TaskIn(Patch):
    """A new task."""

    title: StrictStr = Field(min_length=1, max_length=300, examples=["Send the quote"])
    due_on: Day | None = Field(None, examples=["2026-11-24"])
    assignee: Id | None = Field(None, description="Of /members.")
    follow_up: YesNo = False
    contacts: list[Id] = Field([], max_length=20, description="People of the client.")
    remind_at: Instant | None = Field(None, examples=["2026-11-24T09:00:00Z"])
    repeats: Repeats = Field("", description="How often it comes again; needs a first day.")
    note: Id | None = Field(None, description="The note of this client that it is made out of.")
    call: Id | None = Field(None, description="The call that it is made out of.")


class TaskFilter(Paged):
    """Which tasks."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Part of the title."
    )
    done: bool | None = None
    follow_up: bool | None = Field(None, description="Only follow-ups, or all else.")
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
        "follow_up": task.is_follow_up,
        "contacts": [reference(contact) for contact in task.contacts.all()],
        "remind_at": task.remind_at,
        "repeats": task.repeats,
        "source": task.source,
        "source_id": task.source_key,
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
    if asked.follow_up is not None:
        rows = rows.filter(is_follow_up=asked.follow_up)
    if asked.due_until is not None:
        rows = rows.filter(due_on__lte=asked.due_until)
    page, cursor = paged(rows.select_related("client").prefetch_related("contacts"), asked, NEWEST)
    return answer({"items": [_card(request, task) for task in page], "next": cursor})


def _more(client: Client, data: TaskIn | TaskPatch) -> dict[str, Any]:
    """What was sent of follow-up, people, reminder and repeat, as the verbs take it."""
    sent = data.sent()
    told: dict[str, Any] = {n: sent[n] for n in ("remind_at", "repeats") if n in sent}
    if "follow_up" in sent:
        told["is_follow_up"] = sent["follow_up"]
    if "contacts" in sent:
        people = list(people_of(client).filter(public_id__in=data.contacts))
        told["contacts"] = [chosen(people, key, "contacts") for key in data.contacts]
    return told


def _out_of(request: ApiRequest, client: Client, data: TaskIn) -> Note | Call | None:
    """The note or the call that a new task is made out of, if the member sees it; else 422."""
    if data.note is not None:
        notes: list[Note] = list(
            Note.objects.visible_to(request.member).filter(client=client, public_id=data.note)
        )
        return chosen(notes, data.note, "note")
    if data.call is not None:
        calls: list[Call] = list(
            Call.objects.visible_to(request.member).filter(client=client, public_id=data.call)
        )
        return chosen(calls, data.call, "call")
    return None


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
    client = the_client(request, client_id)
    told: dict[str, Any] = {"title": data.title, "due_on": data.due_on} | _more(client, data)
    if data.assignee is not None:
        told["assignee"] = chosen(words(request).active_members, data.assignee, "assignee")
    told["out_of"] = _out_of(request, client, data)
    task = Task.add(client, by=request.member, **told)
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
            **_more(task.client, data),
        )
    if "done" in sent:
        (task.finish if data.done else task.reopen)(by=request.member)
    return answer(_card(request, task))


@router.delete("/tasks/{task_id}", auth=WRITE, response={204: None}, summary="Remove a task")
def remove_task(request: ApiRequest, task_id: UUID) -> HttpResponse:
    """The act can be undone."""
    _the_task(request, task_id).drop(by=request.member)
    return nothing()

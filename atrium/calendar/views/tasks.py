"""Adding, ticking, changing and removing tasks (C06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.calendar.access import the_task
from atrium.calendar.client_page import tasks as tasks_panel
from atrium.calendar.facts import Line, quick_days
from atrium.calendar.forms import MoreFields, TaskForm
from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.clients.views.answer import part
from atrium.clients.views.page import figures_anew
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

PLACES = ("panel", "tab", "agenda", "home", "follow")


@require_POST
@client_view(needs=Can.TASKS_WRITE)
@idempotent
def add(request: MemberRequest, client: Client) -> HttpResponse:
    form = TaskForm(request.POST, client=client)
    if form.is_valid():
        _accepted(form, lambda: Task.add(client, by=request.member, **form.told))
    panel = tasks_panel(request, Portrait(client, request.member))
    added = not form.errors
    context = {"panel": panel, "form": None if added else form, "opened": True}
    context |= _toast(request, gettext("Task added") if added else "")
    context |= figures_anew(request, client)
    response = part(request, client, "calendar/tasks_answer.html", context, 200 if added else 422)
    if added and request.headers.get("HX-Current-URL", "").endswith("/tasks/"):
        response["HX-Trigger"] = "tab:again"
    return response


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.TASKS_SEE)
def task(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Show the task, open it, save it, remove it."""
    row = the_task(request, client, key)
    if request.method == "GET":
        return _row(request, client, row, editing="edit" in request.GET)
    if not request.member.can(Can.TASKS_WRITE):
        raise PermissionDenied
    if request.method == "DELETE" or "remove" in request.POST:
        row.drop(by=request.member)
        context = {"gone": row, "place": _place(request)} | _toast(request, gettext("Task removed"))
        context |= _figures(request, client)
        return part(request, client, "calendar/task_answer.html", context)
    form = TaskForm(request.POST, client=client)
    if not form.is_valid():
        return _row(request, client, row, editing=True, form=form)
    if not _accepted(form, lambda: row.edit(by=request.member, **form.told)):
        return _row(request, client, row, editing=True, form=form)
    return _row(request, client, the_task(request, client, key), toast=gettext("Task saved"))


@require_POST
@client_view(needs=Can.TASKS_WRITE)
def done(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Tick it, where ``done`` is sent; untick it else."""
    row = the_task(request, client, key)
    if "done" in request.POST:
        row.finish(by=request.member)
        return _row(request, client, row, toast=gettext("Task done"))
    row.reopen(by=request.member)
    return _row(request, client, row, toast=gettext("Task open again"))


def _accepted(form: TaskForm, verb: Callable[[], object]) -> bool:
    try:
        verb()
    except Refusal as error:
        if error.field not in form.fields:
            raise
        form.add_error(error.field, str(error))
        return False
    return True


def _place(request: MemberRequest) -> str:
    asked = request.GET.get("in", "")
    return asked if asked in PLACES else "panel"


def _figures(request: MemberRequest, client: Client) -> dict[str, Any]:
    """The figures of the header, where the task stands on its client's page."""
    return figures_anew(request, client) if _place(request) in {"panel", "tab"} else {}


def _toast(request: MemberRequest, toast: str) -> dict[str, Any]:
    undo = request.member.latest_act if toast else None
    return {"toast": toast, "undo": undo}


def _row(
    request: MemberRequest,
    client: Client,
    task: Task,
    *,
    editing: bool = False,
    form: TaskForm | None = None,
    toast: str = "",
) -> HttpResponse:
    context = {"line": Line.of(task, request.member), "place": _place(request), "form": form}
    context |= _toast(request, toast) | (_figures(request, client) if toast else {})
    if editing:
        organisation = client.organisation
        context["days"] = quick_days(organisation.today())
        context["people"] = lexicon.of(organisation).active_members
        context["more"] = MoreFields.of_task(task)
        name = "calendar/task_edit.html"
        return part(request, client, name, context, 422 if form else 200)
    return part(request, client, "calendar/task_answer.html", context)

"""Tasks out of what was noted or said (J18)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from atrium.calendar.facts import quick_days
from atrium.calendar.forms import MoreFields, TaskForm, current_people
from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.clients.views.page import figures_anew
from atrium.conversations.access import the_call, the_note
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LONGEST_TITLE = 120


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.TASKS_WRITE)
@idempotent
def of_note(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """A task out of a note: of the words that are selected, else of its first line."""
    note = the_note(request, client, key)
    return made_out_of(
        request, client, note, note.text, reverse("note-task", args=_place(client, key))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.TASKS_WRITE)
@idempotent
def of_call(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """A task out of a call."""
    call = the_call(request, client, key)
    return made_out_of(
        request, client, call, call.note, reverse("call-task", args=_place(client, key))
    )


def _place(client: Client, key: UUID) -> list[object]:
    return [client.organisation.slug, client.number, key]


def made_out_of(
    request: MemberRequest, client: Client, out_of: Model, text: str, action: str
) -> HttpResponse:
    """The form with ``text`` quoted, and the task that it makes out of this note, call or meeting."""
    form = TaskForm(request.POST or None, client=client)
    if form.is_valid():
        Task.add(client, by=request.member, out_of=out_of, **form.told)
        done = {"toast": gettext("Task added"), "undo": request.member.latest_act}
        done |= figures_anew(request, client)
        response = part(request, client, "conversations/calls/done.html", done)
        response["HX-Trigger"] = "dialog:close, tab:again"
        return response
    context = {
        "client": client,
        "form": form if form.errors else None,
        "title": _title(request, text),
        "quoted": Truncator(text).chars(600),
        "action": action,
        "days": quick_days(client.organisation.today()),
        "people": lexicon.of(client.organisation).active_members,
        "more": MoreFields.of(current_people(client)),
    }
    name = "dialog" if request.headers.get("HX-Request") else "page"
    template = f"conversations/action_items/{name}.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _title(request: MemberRequest, text: str) -> str:
    """The words that were selected, else the first line."""
    words = request.GET.get("words", "").strip() or next(iter(text.strip().splitlines()), "")
    return Truncator(" ".join(words.split())).chars(LONGEST_TITLE)

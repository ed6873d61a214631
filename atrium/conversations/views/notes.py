"""Writing, changing, pinning and removing notes (R13, C15)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.clients.views.answer import part
from atrium.conversations.access import the_note
from atrium.conversations.client_page import composer, pinned
from atrium.conversations.content import EditedMeanwhile
from atrium.conversations.forms import NoteForm
from atrium.conversations.models import Note
from atrium.conversations.notebook import Notebook
from atrium.conversations.views.answer import again, beside, card
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LATER = {
    "tomorrow": (1, gettext_lazy("Put off to tomorrow")),
    "week": (7, gettext_lazy("Put off for a week")),
}


@require_POST
@client_view(needs=Can.NOTES_WRITE)
@idempotent
def write(request: MemberRequest, client: Client) -> HttpResponse:
    form = NoteForm(request.POST, organisation=client.organisation)
    if not form.is_valid():
        return _composer(request, client, {"form": form}, 422)
    data = form.cleaned_data
    words = {name: data[name] for name in ("html", "kind", "pinned", "remind_at")}
    try:
        Note.write(client, by=request.member, **words)
    except Refusal as error:
        if not error.field:
            raise
        form.add_error("text", str(error))
        return _composer(request, client, {"form": form}, 422)
    response = _composer(request, client, {"added": True})
    if "again" in request.POST:
        response["HX-Trigger"] = "tab:again"
    return response


def _composer(
    request: MemberRequest, client: Client, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The composer, kept as it was or empty again with what the new note changed beside it."""
    portrait = Portrait(client, request.member)
    context |= {"panel": composer(request, portrait)}
    if "added" in context:
        context |= {"pinned": pinned(request, portrait)} | beside(request, client)
        context |= {"undo": request.member.latest_act}
    return part(request, client, "conversations/composer_answer.html", context, status)


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.NOTES_SEE)
def note(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Show it, open it, save it, remove it."""
    row = the_note(request, client, key)
    if request.method == "DELETE" or "remove" in request.POST:
        row.bin(by=request.member)
        return again(request, client, gettext("Note removed. It can be brought back for 30 days."))
    if request.method == "GET":
        return card(request, client, row, editing="edit" in request.GET)
    form = NoteForm(request.POST, organisation=client.organisation)
    if not form.is_valid():
        return card(request, client, row, editing=True, form=form)
    changes = {name: form.cleaned_data[name] for name in ("html", "kind", "remind_at", "version")}
    try:
        row.edit(by=request.member, **changes)
    except EditedMeanwhile:
        return card(request, client, row, editing=True, form=form, conflict=True)
    except Refusal as error:
        if not error.field:
            raise
        form.add_error("text", str(error))
        return card(request, client, row, editing=True, form=form)
    return card(request, client, row, toast=gettext("Note saved"))


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.NOTES_WRITE)
def pin(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    row = the_note(request, client, key)
    if request.method == "DELETE" or "off" in request.POST:
        row.unpin(by=request.member)
        return again(request, client, gettext("Note unpinned"))
    row.pin(by=request.member)
    return again(request, client, gettext("Note pinned on top"))


@require_POST
@client_view(needs=Can.NOTES_WRITE)
def unbin(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    the_note(request, client, key).unbin(by=request.member)
    return again(request, client, gettext("The note is back"))


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.NOTES_SEE)
def reminder(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """The note behind a reminder; done with, or put off by a day or a week."""
    row = the_note(request, client, key)
    if request.method == "GET":
        return part(request, client, "conversations/dialogs/reminder.html", {"note": row})
    if not request.member.can(Can.NOTES_WRITE):
        raise PermissionDenied
    days = next((days for name, (days, _) in LATER.items() if name in request.POST), 0)
    row.set_reminder(_in_days(client, days) if days else None, by=request.member)
    told = next((words for d, words in LATER.values() if d == days), gettext("Reminder done"))
    return again(request, client, told)


def _in_days(client: Client, days: int) -> datetime:
    """The same time of day, so many days on, by the clock where the organisation is."""
    return client.organisation.local(timezone.now()) + timedelta(days=days)


@require_safe
@client_view(needs=Can.NOTES_SEE)
def more(request: MemberRequest, client: Client) -> HttpResponse:
    """Some more of the Notes tab."""
    notebook = Notebook.read(Portrait(client, request.member), request.GET)
    return part(request, client, "conversations/notes_part.html", {"notebook": notebook})

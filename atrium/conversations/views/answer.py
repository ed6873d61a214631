"""How the views of notes answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.clients.views.page import needs, portrait_or_404
from atrium.conversations.client_page import good_to_know, latest
from atrium.conversations.forms import NoteForm
from atrium.conversations.models import Note, NoteKind
from atrium.foundation.difference import difference
from atrium.organisations.middleware import MemberRequest


def again(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    """The news in a toast with Undo; the tab is read anew, for the note stands in several places."""
    context = {"toast": toast, "undo": request.member.latest_act}
    context |= beside(request, client)
    response = part(request, client, "conversations/again.html", context)
    response["HX-Trigger"] = "dialog:close, tab:again"
    return response


def beside(request: MemberRequest, client: Client) -> dict[str, Any]:
    """What a note changes beside the story: the latest one, what stands out, what needs attention."""
    if not request.headers.get("HX-Request"):
        return {}
    portrait = portrait_or_404(request, client.number)
    return {
        "portrait": portrait,
        "latest": latest(request, portrait),
        "good_to_know": good_to_know(request, portrait),
        "needs": needs(request, portrait),
    }


def card(  # noqa: PLR0913 - a note among others has as many states
    request: MemberRequest,
    client: Client,
    note: Note,
    *,
    editing: bool = False,
    form: NoteForm | None = None,
    conflict: bool = False,
    toast: str = "",
) -> HttpResponse:
    """The note as it stands among the others, shown or opened."""
    context = {
        "note": note,
        "at": client.organisation.local(note.written_at),
        "form": form,
        "conflict": difference(form.words, note.text) if form and conflict else [],
        "kinds": NoteKind.choices,
        "toast": toast,
        "undo": request.member.latest_act if toast else None,
        "may_change": note.may_be_changed_by(request.member) and not client.is_archived,
    }
    if editing:
        name, status = "conversations/note_edit.html", 422 if form else 200
        return part(request, client, name, context, status)
    return part(request, client, "conversations/note_answer.html", context)

"""The earlier versions of a note, and the way back to one (R13)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.conversations.access import the_note
from atrium.conversations.facts import versions as versions_of
from atrium.conversations.views.answer import again
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.NOTES_SEE)
def versions(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    note = the_note(request, client, key)
    found = versions_of(note) if note.html else []
    if request.method == "GET":
        may_change = note.may_be_changed_by(request.member) and not client.is_archived
        context = {"note": note, "versions": found, "may_change": may_change}
        return part(request, client, "conversations/dialogs/versions.html", context)
    asked = request.POST.get("version", "")
    old = next((version for version in found if str(version.key) == asked), None)
    if old is None:
        raise Http404
    note.edit(by=request.member, html=old.html, kind=note.kind, remind_at=note.remind_at)
    return again(request, client, gettext("Earlier version restored"))

"""Escalations resolved and reopened (J13)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.conversations.access import the_note
from atrium.conversations.forms import OutcomeForm
from atrium.conversations.views.answer import again
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.NOTES_SEE)
def resolution(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Ask what was done; POST resolves, DELETE reopens."""
    row = the_note(request, client, key)
    if not request.member.can(Can.NOTES_WRITE):
        raise PermissionDenied
    if request.method == "DELETE" or "reopen" in request.POST:
        row.reopen(by=request.member)
        return again(request, client, gettext("The escalation is open again"))
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row.resolve(by=request.member, outcome=form.cleaned_data["outcome"])
        return again(request, client, gettext("Escalation resolved"))
    status = 422 if form.errors else 200
    context = {"note": row, "form": form}
    return part(request, client, "conversations/dialogs/resolution.html", context, status)

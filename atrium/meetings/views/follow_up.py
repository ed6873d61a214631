"""Tasks out of a meeting (R14, J18)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.conversations.views.action_items import made_out_of
from atrium.meetings.access import the_meeting
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.TASKS_WRITE)
@idempotent
def add(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """What follows from it: of a line of the minutes (``words``), else of their first one."""
    meeting = the_meeting(request, client, key)
    url = reverse("meeting-task", args=[client.organisation.slug, client.number, key])
    return made_out_of(request, client, meeting, meeting.minutes, url)

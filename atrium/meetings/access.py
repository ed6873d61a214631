"""The door to one meeting."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.meetings.models import Meeting
from atrium.organisations.middleware import MemberRequest


def the_meeting(request: MemberRequest, client: Client, key: UUID) -> Meeting:
    """The client's meeting with this key, if the member may see it; else 404."""
    rows = Meeting.objects.visible_to(request.member).select_related("series")
    meeting: Meeting | None = rows.filter(client=client, public_id=key).first()
    if meeting is None:
        raise Http404
    meeting.client = client
    meeting.organiser = lexicon.of(client.organisation).members.get(meeting.organiser_id or 0)
    return meeting

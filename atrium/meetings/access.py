"""The door to one meeting, and what is said when it was changed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

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


def say(request: MemberRequest, words: str) -> None:
    """Tell on the next page what was done, with Undo."""
    act = request.member.latest_act
    undo = reverse("act-undo", args=[request.member.organisation.slug, act.pk]) if act else ""
    messages.success(request, words, extra_tags=undo)

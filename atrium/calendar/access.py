"""The door to one task."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.organisations.middleware import MemberRequest


def the_task(request: MemberRequest, client: Client, key: UUID) -> Task:
    """The client's task with this key, if the member may see it; else 404."""
    rows = Task.objects.visible_to(request.member).told()
    task: Task | None = rows.filter(client=client, public_id=key).first()
    if task is None:
        raise Http404
    task.client = client
    task.assignee = lexicon.of(client.organisation).members.get(task.assignee_id or 0)
    return task

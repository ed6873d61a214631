"""The door to one project, and what is said when it was changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from atrium.clients.absent import LARGEST
from atrium.clients.models import Client
from atrium.clients.view_log import saw
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.models import Deliverable, Project, Sending

type ProjectView[**P] = Callable[Concatenate[MemberRequest, Project, P], HttpResponseBase]


def the_project(request: MemberRequest, number: int) -> Project:
    """The project with this number, in the bin or not, if the member may see it; else 404."""
    rows = Project.objects.visible_to(request.member).select_related("client", "column")
    project: Project | None = rows.filter(number=number).first() if number <= LARGEST else None
    if project is None:
        raise Http404
    project.client.organisation = request.member.organisation
    saw(request.member, project.client_id, "part")
    return project


def the_projects(request: MemberRequest, numbers: list[int]) -> list[Project]:
    """Those of the projects with these numbers that the member may see; refused where none is."""
    known = [number for number in numbers if number <= LARGEST]
    rows = Project.objects.visible_to(request.member).filter(number__in=known)
    found = list(rows.select_related("client").order_by("number"))
    if not found:
        msg = gettext("These projects are not here any more.")
        raise Refusal(msg)
    return found


def live_client(request: MemberRequest, number: int) -> Client | None:
    """The client with this number, if the member may see it and it is not archived."""
    rows = Client.objects.visible_to(request.member).live()
    client: Client | None = rows.filter(number=number).first()
    if client is not None:
        client.organisation = request.member.organisation
    return client


def the_deliverable(request: MemberRequest, project: Project, key: UUID) -> Deliverable:
    """The project's deliverable with this key, on its list; else 404."""
    rows = Deliverable.objects.visible_to(request.member).kept().select_related("file")
    row: Deliverable | None = rows.filter(project=project, public_id=key).first()
    if row is None:
        raise Http404
    row.project = project
    return row


def the_sending(request: MemberRequest, project: Project, key: UUID) -> Sending:
    """The sending with this key of a deliverable of the project; else 404."""
    rows = Sending.objects.visible_to(request.member).select_related("deliverable", "contact")
    row: Sending | None = rows.filter(deliverable__project=project, public_id=key).first()
    if row is None:
        raise Http404
    return row


def project_view(*, needs: Can) -> Callable[[ProjectView[...]], Callable[..., HttpResponseBase]]:
    """A view of one project: 404 if the member cannot see it, 403 if they may not do this."""

    def decorate(view: ProjectView[...]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapper(request: MemberRequest, number: int, **kwargs: Any) -> HttpResponseBase:
            project = the_project(request, number)
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, project, **kwargs)

        return wrapper

    return decorate


def undo_of(request: MemberRequest) -> str:
    """The address that takes back what the member did last."""
    act = request.member.latest_act
    return reverse("act-undo", args=[request.member.organisation.slug, act.pk]) if act else ""


def say(request: MemberRequest, words: str) -> None:
    """Tell on the next page what was done, with Undo."""
    messages.success(request, words, extra_tags=undo_of(request))

"""Adding a project, and its page (C07, C08)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.access import live_client, project_view, say
from atrium.projects.client_page import projects_of
from atrium.projects.drawing import around, page_of
from atrium.projects.forms import ForWhomForm
from atrium.projects.models import Project


@require_safe
@project_view(needs=Can.PROJECTS_SEE)
def show(request: MemberRequest, project: Project) -> HttpResponse:
    """One project with its editor."""
    context = page_of(request.member, project) | {"fresh": "new" in request.GET}
    return render(request, "projects/project.html", context)


@require_POST
@client_view(needs=Can.PROJECTS_WRITE)
@idempotent
def add(request: MemberRequest, client: Client) -> HttpResponse:
    """One click: it exists, and its editor is open."""
    project = Project.add(client, by=request.member, manager=request.member)
    if not request.headers.get("HX-Request"):
        say(request, gettext("Added {code}.").format(code=project.code))
        return redirect(f"{project.get_absolute_url()}?new")
    portrait = Portrait(client, request.member)
    context = projects_of(portrait) | around(request.member, project)
    context |= {"client": client, "fresh": True, "added": True}
    return render(request, "projects/tab.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.PROJECTS_WRITE)
@idempotent
def new(request: MemberRequest) -> HttpResponse:
    """Ask for whom it is, then make it."""
    form = ForWhomForm(request.POST or None)
    if form.is_valid():
        client = live_client(request, form.cleaned_data["client"])
        if client is not None:
            project = Project.add(client, by=request.member, manager=request.member)
            where = f"{reverse('project', args=[client.organisation.slug, project.number])}?new"
            if request.headers.get("HX-Request"):
                return HttpResponse(headers={"HX-Redirect": where})
            return redirect(where)
        form.add_error("client", gettext("Choose a client."))
    context = {"form": form, "organisation": request.member.organisation}
    alone = "" if request.headers.get("HX-Request") else "_page"
    status = 422 if form.is_bound else 200
    return render(request, f"projects/new{alone}.html", context, status=status)

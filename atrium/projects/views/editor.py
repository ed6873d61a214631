"""The fields of a project, each changed in place and saved by itself (C08)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from atrium.conversations.richtext import from_plain
from atrium.foundation.errors import Refusal
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.access import project_view, undo_of
from atrium.projects.checking import ChangedMeanwhile
from atrium.projects.drawing import around
from atrium.projects.editor import FIELDS, Field, describe, staff
from atrium.projects.models import Project


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(needs=Can.PROJECTS_WRITE)
def field(request: MemberRequest, project: Project, name: str) -> HttpResponse:
    """Show the value, open it, or save it; another's change meanwhile is put beside one's own."""
    one = FIELDS.get(name)
    if one is None:
        raise Http404
    entered = one.entered(project)
    if request.method != "POST" or request.POST.get("resolve") == "theirs":
        context = {"value": entered, "was": entered, "focus": True}
        return _field(request, project, one, "edit" if "edit" in request.GET else "show", context)
    typed = request.POST.get("value", "")
    try:
        one.save(project, request.POST, by=request.member)
    except ChangedMeanwhile:
        was = request.POST.get("was", "")
        context = {"value": typed, "was": entered, "theirs": entered, "yours": typed}
        return _field(request, project, one, "edit", context | {"original": was}, 422)
    except Refusal as error:
        if not error.field:
            raise
        context = {"value": typed, "was": request.POST.get("was", entered), "error": str(error)}
        return _field(request, project, one, "edit", context, 422)
    context = {"value": one.entered(project), "saved": True, "undo": undo_of(request)}
    return _field(request, project, one, "show", context)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(needs=Can.PROJECTS_WRITE)
def description(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what is to be made, open it, or save it."""
    if request.method != "POST":
        return _part(request, project, "description", editing="edit" in request.GET)
    typed = request.POST.get("html") or from_plain(request.POST.get("text", ""))
    try:
        describe(project, typed, was=request.POST.get("was", ""), by=request.member)
    except Refusal as error:
        if not (error.field or isinstance(error, ChangedMeanwhile)):
            raise
        context = {"editing": True, "typed": typed, "error": str(error)}
        return _part(request, project, "description", 422, **context)
    return _part(request, project, "description", saved=True, undo=undo_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(needs=Can.PROJECTS_WRITE)
def people(request: MemberRequest, project: Project) -> HttpResponse:
    """Show who manages it and works on it, open that, or save it."""
    if request.method != "POST":
        return _part(request, project, "people", editing="edit" in request.GET)
    staff(project, request.POST, by=request.member)
    project.refresh_from_db(fields=["manager"])
    return _part(request, project, "people", saved=True, undo=undo_of(request))


def _field(
    request: MemberRequest,
    project: Project,
    one: Field,
    how: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    if request.method == "POST" and not request.headers.get("HX-Request") and status == 200:  # noqa: PLR2004 - OK
        return redirect(project)
    context |= {"project": project, "field": one, "may_write": True}
    context |= {"organisation": request.member.organisation, "in_list": True}
    return _drawn(request, f"projects/field.html#{how}", context, status)


def _part(
    request: MemberRequest, project: Project, name: str, status: int = 200, **more: Any
) -> HttpResponse:
    if request.method == "POST" and not request.headers.get("HX-Request") and status == 200:  # noqa: PLR2004 - OK
        return redirect(project)
    context = around(request.member, project) | more
    return _drawn(request, f"projects/{name}.html", context, status)


def _drawn(
    request: MemberRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    """The part by itself to htmx, else on a page of its own."""
    if not request.headers.get("HX-Request"):
        context["fragment"], template = template, "projects/alone.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response

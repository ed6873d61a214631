"""The files of a project and its cover (C08, C09)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from atrium.documents.access import handed
from atrium.documents.uploading import begun
from atrium.foundation.files import handed_out
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.access import project_view, say
from atrium.projects.models import Project
from atrium.projects.models.uploads import attach, drop, files_of, keeper_of


@require_safe
@project_view(needs=Can.PROJECTS_SEE)
def cover(request: MemberRequest, project: Project) -> HttpResponseBase:
    """The picture that stands on the card."""
    file = next((one for one in files_of(project) if one.public_id == project.cover), None)
    if file is None:
        raise Http404
    content = handed(file.content)
    if content.sheets:
        stored_as = content.sheets[0]["stored_as"]
        return handed_out(stored_as, name="cover.webp", content_type="image/webp")
    return handed_out(content.stored_as, name=file.name, content_type=content.content_type)


@require_POST
@project_view(needs=Can.PROJECTS_WRITE)
def add(request: MemberRequest, project: Project) -> HttpResponse:
    """Put what was chosen into the project's folder."""
    chosen = request.FILES.getlist("file")
    for upload in chosen:
        attach(project, upload, by=request.member)
    if chosen:
        some = (
            ngettext("{count} file", "{count} files", len(chosen)).format(count=len(chosen))
            if len(chosen) > 1
            else chosen[0].name
        )
        say(request, gettext("Added {some}.").format(some=some))
    else:
        messages.error(request, gettext("Choose a file."))
    return redirect(f"{project.get_absolute_url()}#files")


@require_POST
@project_view(needs=Can.PROJECTS_WRITE)
def send(request: MemberRequest, project: Project) -> HttpResponse:
    """Begin to send a file in parts, for the project's folder."""
    if not request.member.can(Can.DOCUMENTS_EDIT):
        raise PermissionDenied
    return begun(request, project.client, keeper=keeper_of(project))


@require_POST
@project_view(needs=Can.PROJECTS_WRITE)
def change(request: MemberRequest, project: Project, key: UUID) -> HttpResponse:
    """Make an image the cover, or no cover any more; put a file into the bin."""
    file = next((one for one in files_of(project) if one.public_id == key), None)
    if file is None:
        raise Http404
    if "remove" in request.POST:
        drop(project, file, by=request.member)
        say(request, gettext("Removed {file}.").format(file=file))
    else:
        project.show(None if project.cover == file.public_id else file, by=request.member)
        say(request, gettext("Changed the cover."))
    return redirect(f"{project.get_absolute_url()}#files")

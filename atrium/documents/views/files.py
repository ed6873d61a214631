"""One file: looked at, downloaded, changed, given a new version (R15, C14)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.documents.access import handed, the_file, the_folder_or_none
from atrium.documents.forms import FileForm
from atrium.documents.looking import looked_at
from atrium.documents.models import File, FileVersion, Opening
from atrium.documents.views.answer import done
from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
@idempotent
def add(request: MemberRequest, client: Client) -> HttpResponse:
    """A page to upload by, for those without script; what it takes."""
    error = ""
    if request.method == "POST":
        try:
            folder = the_folder_or_none(request, client, request.POST.get("folder", ""))
            chosen = request.FILES.getlist("file")
            for upload in chosen:
                File.add(client, upload, by=request.member, folder=folder)
            if chosen:
                return done(request, client, _added(len(chosen)), folder)
            error = gettext("Choose a file.")
        except Refusal as refusal:
            error = str(refusal)
    asked = request.POST.get("folder", request.GET.get("folder", ""))
    context = {"client": client, "error": error, "folder": asked}
    return render(request, "documents/add.html", context, status=422 if error else 200)


@require_safe
@client_view(needs=Can.DOCUMENTS_SEE)
def file(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """The file with a preview of it, what is said of it, its versions and links."""
    row = the_file(request, client, key)
    Opening.note(row, by=request.member)
    return render(request, "documents/file.html", looked_at(request.member, row))


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
def edit(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Change what is said of it."""
    row = the_file(request, client, key)
    form = FileForm(request.POST or None, file=row, organisation=client.organisation)
    if accepted(form, lambda: row.edit(by=request.member, **form.told)):
        return done(request, client, gettext("{row} saved").format(row=row.name), file=row)
    context = {"form": form, "file": row}
    status = 422 if form.errors else 200
    return part(request, client, "documents/dialogs/edit.html", context, status)


@require_safe
@client_view(needs=Can.DOCUMENTS_SEE)
def download(request: MemberRequest, client: Client, key: UUID) -> HttpResponseBase:
    """The bytes, of the version that ``v`` names or the last one: to be kept, never shown."""
    row = the_file(request, client, key)
    content, name = row.content, row.name
    if asked := request.GET.get("v", ""):
        version = _version(row, asked)
        content, name = version.content, version.name
    Opening.note(row, by=request.member)
    kept = handed(content)
    return handed_out(kept.stored_as, name=name, content_type=kept.content_type)


@require_safe
@client_view(needs=Can.DOCUMENTS_SEE)
def sheet(request: MemberRequest, client: Client, key: UUID, which: int) -> HttpResponseBase:
    """The picture of one of its pages, counted from 1."""
    sheets = handed(the_file(request, client, key).content).sheets
    if not 1 <= which <= len(sheets):
        raise Http404
    name = f"page-{which}.webp"
    return handed_out(sheets[which - 1]["stored_as"], name=name, content_type="image/webp")


@require_POST
@client_view(needs=Can.DOCUMENTS_EDIT)
@idempotent
def version(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """A new version of it; one that stood before takes its place again, where ``again`` names it."""
    row = the_file(request, client, key)
    if again := request.POST.get("again", ""):
        row.add_version(
            _version(row, again).content,
            by=request.member,
            note=gettext("Version {again} again").format(again=again),
        )
    elif upload := request.FILES.get("file"):
        row.add_version(upload, by=request.member, note=request.POST.get("note", ""))
    else:
        msg = gettext("Choose a file.")
        raise Refusal(msg)
    return done(request, client, gettext("{row} has a new version").format(row=row.name), file=row)


@require_POST
@client_view(needs=Can.DOCUMENTS_SEE)
def look(request: MemberRequest, client: Client) -> HttpResponse:
    """Remember how the member wants files shown: as a table or as cards."""
    if not request.member.is_active:
        raise PermissionDenied
    back = f"{client.get_absolute_url()}documents/"
    chosen = "cards" if request.POST.get("look") == "cards" else "table"
    htmx = request.headers.get("HX-Request")
    response = HttpResponse(status=204) if htmx else redirect(back)
    if htmx:
        response["HX-Trigger"] = "tab:again"
    response.set_cookie("documents-look", chosen, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


def _version(row: File, number: str) -> FileVersion:
    rows = row.versions.select_related("content")
    found = rows.filter(number=int(number)).first() if _is_number(number) else None
    if found is None:
        raise Http404
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004 - fits a column


def _added(count: int) -> str:
    return ngettext("File added", "{count} files added", count).format(count=count)

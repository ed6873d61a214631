"""Folders, and what is done to several files at once (C14)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.documents.access import (
    folders_into,
    the_files,
    the_folder,
    the_folder_or_none,
    uuids,
    with_contents,
)
from atrium.documents.forms import FolderForm, MoveForm
from atrium.documents.models import File, Folder
from atrium.documents.models.several import bin_files, move_files, refuse_none, restore_files, words
from atrium.documents.shelf import Shelf
from atrium.documents.views.answer import done
from atrium.documents.zipping import archive
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
@idempotent
def new_folder(request: MemberRequest, client: Client) -> HttpResponse:
    """A folder, in the one that ``folder`` names or in none."""
    form = FolderForm(request.POST or None)
    inside = request.POST.get("folder", request.GET.get("folder", ""))

    def make() -> None:
        parent = the_folder_or_none(request, client, inside)
        Folder.make(client, name=form.cleaned_data["name"], by=request.member, parent=parent)

    if accepted(form, make):
        parent = the_folder_or_none(request, client, inside)
        return done(
            request,
            client,
            gettext("Folder {cleaned_data} made").format(cleaned_data=form.cleaned_data["name"]),
            parent,
        )
    context = {"form": form, "inside": inside}
    status = 422 if form.errors else 200
    return part(request, client, "documents/dialogs/folder.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
def folder(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Rename a folder, put it into the bin, bring it back."""
    row = the_folder(request, client, key)
    if "bin" in request.POST:
        row.bin(by=request.member)
        return done(request, client, gettext("Folder {row} put into the bin").format(row=row))
    if "restore" in request.POST:
        row.restore(by=request.member)
        return done(request, client, gettext("Folder {row} is back").format(row=row))
    form = FolderForm(request.POST or None, initial={"name": row.name})
    if accepted(form, lambda: row.rename(form.cleaned_data["name"], by=request.member)):
        return done(request, client, gettext("Folder renamed"), row)
    context = {"form": form, "folder": row, "may_share": request.member.can(Can.DOCUMENTS_SHARE)}
    status = 422 if form.errors else 200
    return part(request, client, "documents/dialogs/folder.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
def move(request: MemberRequest, client: Client) -> HttpResponse:
    """Put the chosen files and folders into another folder: asks which, and does it."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen, chosen_folders = _chosen(request, client), uuids(asked.getlist("folders"))
    into = folders_into(client)
    form = MoveForm(request.POST if "folder" in request.POST else None, folders=into)

    def put() -> None:
        place = the_folder_or_none(request, client, form.cleaned_data["folder"])
        if not chosen_folders:
            refuse_none(chosen)
        for key in chosen_folders:
            the_folder(request, client, key).move(place, by=request.member)
        move_files(client, chosen, place, by=request.member)

    if accepted(form, put):
        said = gettext("{what} moved") if chosen else gettext("Folder moved")
        return done(request, client, said.format(what=words(chosen)) if chosen else said)
    context = {"form": form, "chosen": chosen, "folders": chosen_folders}
    status = 422 if form.errors else 200
    return part(request, client, "documents/dialogs/move.html", context, status)


@require_POST
@client_view(needs=Can.DOCUMENTS_EDIT)
def deed(request: MemberRequest, client: Client, deed: str) -> HttpResponse:
    """Put the chosen files into the bin, or bring them back."""
    verb: Callable[..., object] | None = {"bin": bin_files, "restore": restore_files}.get(deed)
    if verb is None:
        raise Http404
    chosen = _chosen(request, client)
    refuse_none(chosen)
    verb(client, chosen, by=request.member)
    said = (
        gettext("{what} put into the bin. For 30 days it can be brought back")
        if deed == "bin"
        else gettext("{what} back")
    )
    return done(request, client, said.format(what=words(chosen)))


@require_POST
@client_view(needs=Can.DOCUMENTS_SEE)
def download(request: MemberRequest, client: Client) -> HttpResponseBase:
    """The chosen files as one archive."""
    chosen = _chosen(request, client)
    refuse_none(chosen)
    return archive(with_contents(chosen), gettext("{code} files").format(code=client.code))


def _chosen(request: MemberRequest, client: Client) -> list[File]:
    """The files that were ticked; all that the look finds, where everything was."""
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("selected_all") == "1":
        query = {"folder": asked.get("here", "")}
        query |= {name: asked.get(name, "") for name in ("q", "kind", "bin")}
        shelf = Shelf.read(client, request.member, query)
        return list(shelf.rows().order_by("id")[:5000])
    return the_files(request, client, asked.getlist("selected"))

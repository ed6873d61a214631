"""The documents of a tender: its own folder, and files of the client that belong to it (B04)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from atrium.documents.access import the_files
from atrium.documents.uploading import begun
from atrium.foundation.translation import gettext, ngettext
from atrium.jobs.access import say
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.tenders.access import tender_view
from atrium.tenders.models import Tender, TenderFile
from atrium.tenders.papers import named_of, offered
from atrium.timeline.together import together


@require_POST
@tender_view(needs=Can.TENDERS_WRITE)
def add(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Put what was chosen into the tender's folder."""
    if not request.member.can(Can.DOCUMENTS_EDIT):
        raise PermissionDenied
    chosen = request.FILES.getlist("file")
    with together(
        by=request.member, label=gettext("Added files to {code}").format(code=tender.code)
    ):
        for upload in chosen:
            tender.attach(upload, by=request.member)
    if chosen:
        some = (
            ngettext("{count} file", "{count} files", len(chosen)).format(count=len(chosen))
            if len(chosen) > 1
            else chosen[0].name
        )
        say(request, gettext("Added {some}.").format(some=some))
    else:
        messages.error(request, gettext("Choose a file."))
    return redirect(f"{tender.get_absolute_url()}#files")


@require_POST
@tender_view(needs=Can.TENDERS_WRITE)
def send(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Begin to send a file in parts, for the tender's folder."""
    if not request.member.can(Can.DOCUMENTS_EDIT):
        raise PermissionDenied
    return begun(request, tender.client, keeper=tender.kept.keeper)


@require_POST
@tender_view(needs=Can.TENDERS_WRITE)
def remove(request: MemberRequest, tender: Tender, key: UUID) -> HttpResponse:
    """Put a file of its folder into the bin; one that lies elsewhere only belongs to it no more."""
    if not request.member.can(Can.DOCUMENTS_EDIT):
        raise PermissionDenied
    file = next((one for one in tender.kept.files() if one.public_id == key), None)
    if file is not None:
        tender.drop(file, by=request.member)
        say(request, gettext("Removed {file}.").format(file=file))
        return redirect(f"{tender.get_absolute_url()}#files")
    named = named_of(tender)
    stay = [one for one in named if one.public_id != key]
    if len(stay) == len(named):
        raise Http404
    TenderFile.choose(tender, stay, by=request.member)
    say(request, gettext("Changed the files of {code}.").format(code=tender.code))
    return redirect(f"{tender.get_absolute_url()}#files")


@require_http_methods(["GET", "HEAD", "POST"])
@tender_view(needs=Can.TENDERS_WRITE)
def name(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Choose among the files of the client those that belong to it as well."""
    if not request.member.can(Can.DOCUMENTS_SEE):
        raise PermissionDenied
    if request.method == "POST":
        files = the_files(request, tender.client, request.POST.getlist("file"))
        TenderFile.choose(tender, [f for f in files if not f.binned_at], by=request.member)
        say(request, gettext("Changed the files of {code}.").format(code=tender.code))
        return redirect(f"{tender.get_absolute_url()}#files")
    q = request.GET.get("q", "").replace("\x00", "")[:200]
    named = {file.pk for file in named_of(tender)}
    files = offered(tender, request.member, q, named)
    context = {"tender": tender, "files": files, "named": named, "q": q}
    return render(request, "tenders/name_files.html", context)

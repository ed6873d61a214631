"""Lists of clients on their way out: small ones at once, large ones by the queue (V01)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.accounts.stepping_up import ask_again, is_sure, sure_first, sure_to_take
from atrium.clients.listing import Listing
from atrium.foundation.causes import Step
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.imports.access import LARGEST, export_of
from atrium.imports.causes import TOO_MANY
from atrium.imports.exporting import export
from atrium.imports.models import Export
from atrium.imports.models.export import FORMATS, MOST_AT_ONCE
from atrium.imports.pages import exports_page
from atrium.imports.tasks import write_export
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.CLIENTS_EXPORT)
def export_list(request: MemberRequest) -> HttpResponseBase:
    """The list that the address names as a file; without a format, which ones there are."""
    listing = Listing.read(request.member, request.GET)
    wish = request.GET.get("format", "")
    is_large = listing.count.known > MOST_AT_ONCE
    if wish not in FORMATS:
        context = {"listing": listing, "formats": FORMATS, "here": listing.address()}
        return render(request, "imports/export.html", context | {"is_large": is_large})
    if not is_sure(request):
        return ask_again(request)
    if is_large:
        home = reverse("clients-export", args=[request.member.organisation.slug])
        step = Step(does="export", label=gettext("Make it"), url=f"{home}?{listing.address()}")
        msg = gettext(
            "More than {most_at_once:,} clients are written in the background: start it there."
        ).format(most_at_once=spoken(MOST_AT_ONCE))
        raise Refusal(msg, cause=TOO_MANY, steps=(step,))
    name = f"{listing.view or 'Clients'}.{wish}".replace("/", "-")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"clients.{wish}"
        export(path, by=request.member, listing=listing)
        # An open file stays readable when its folder is gone.
        return FileResponse(
            path.open("rb"), as_attachment=True, filename=name, content_type=FORMATS[wish]
        )


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.CLIENTS_EXPORT)
@sure_first
@idempotent
def exports(request: MemberRequest) -> HttpResponse:
    """The member's exports, newest first; a POST asks for one more."""
    if request.method == "POST":
        listing = Listing.parse(request.member, request.POST.get("query", ""))
        made = Export.ask(listing, format=request.POST.get("format", ""), by=request.member)
        write_export.enqueue(request.member.organisation.pk, made.pk)
        return redirect("exports", request.member.organisation.slug)
    text = request.GET.get("before", "")
    if text and not fits(text, LARGEST):
        raise Http404
    context = exports_page(request.member, int(text) if text else None)
    return render(request, "imports/exports.html", context)


@require_safe
@member_view(needs=Can.CLIENTS_EXPORT)
@sure_to_take
def file(request: MemberRequest, number: int) -> HttpResponseBase:
    """The file, to whoever asked for it and may still see what it holds."""
    made = export_of(request.member, number)
    made.refuse_unless_ready(by=request.member)
    response = handed_out(made.stored_as, name=made.file_name, content_type=made.content_type)
    # Who may not have it any more gets it from no cache either.
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@member_view(needs=Can.CLIENTS_EXPORT)
def remove(request: MemberRequest, number: int) -> HttpResponse:
    """Remove an export with its file; one that is being written stops."""
    export_of(request.member, number).remove()
    return redirect("exports", request.member.organisation.slug)

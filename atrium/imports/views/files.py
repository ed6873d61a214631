"""Files on their way in and out: the list of imports, the upload, what is given back."""

from __future__ import annotations

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from atrium.accounts.stepping_up import sure_to_take
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.foundation.numbers import fits
from atrium.imports.access import LARGEST, import_of
from atrium.imports.failed_rows import failed_csv
from atrium.imports.forms import UploadForm
from atrium.imports.models import Import
from atrium.imports.pages import imports_page
from atrium.imports.work.sorts import CLIENTS
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.IMPORTS_RUN)
def imports(request: MemberRequest) -> HttpResponse:
    """All imports, newest first."""
    text = request.GET.get("before", "")
    if text and not fits(text, LARGEST):
        raise Http404
    context = imports_page(request.member, int(text) if text else None)
    return render(request, "imports/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.IMPORTS_RUN)
@idempotent
def new(request: MemberRequest) -> HttpResponse:
    """Upload a file; on to its columns."""
    form = UploadForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            what = form.cleaned_data["what"] or CLIENTS
            taken = Import.take(file, by=request.member, name=file.name, what=what)
            taken.look()
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("import", request.member.organisation.slug, taken.number)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "imports/new.html", {"form": form}, status=status)


@require_safe
@member_view(needs=Can.IMPORTS_RUN)
@sure_to_take
def failed(request: MemberRequest, number: int) -> HttpResponseBase:
    """The rows that failed, with the reason beside each."""
    found = import_of(request.member, number)
    response = StreamingHttpResponse(failed_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{number}-failed.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@member_view(needs=Can.IMPORTS_RUN)
@sure_to_take
def original(request: MemberRequest, number: int) -> HttpResponseBase:
    """The file as it was sent: only ever as a download."""
    found = import_of(request.member, number)
    return handed_out(found.stored_as, name=found.file_name)

"""Lists of work as files (V01)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from atrium.accounts.stepping_up import sure_to_take
from atrium.imports import invoice_export, job_export, project_export, tender_export
from atrium.imports.list_export import LISTED, write_list
from atrium.imports.models.export import FORMATS as KINDS
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

# Each puts its list into LISTED.
__all__ = ["export_list", "invoice_export", "job_export", "project_export", "tender_export"]

WISHES = ("csv", "xlsx", "jsonl")


@require_safe
@member_view(needs=Can.CLIENTS_EXPORT)
@sure_to_take
def export_list(request: MemberRequest, what: str, wish: str) -> HttpResponseBase:
    """The rows that the address names, as CSV, XLSX or JSON Lines."""
    listed = LISTED.get(what)
    if listed is None or wish not in WISHES:
        raise Http404
    if not request.member.can(listed.needs):
        raise PermissionDenied
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{what}.{wish}"
        write_list(path, listed, request.member, request.GET, wish)
        # An open file stays readable when its folder is gone.
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"{listed.noun.capitalize()}.{wish}",
            content_type=KINDS[wish],
        )

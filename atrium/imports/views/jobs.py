"""The list of jobs as a file (V01)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from atrium.imports.job_export import FORMATS, write_jobs
from atrium.imports.models.export import FORMATS as KINDS
from atrium.jobs.listing import Jobs
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.CLIENTS_EXPORT)
def export_jobs(request: MemberRequest, wish: str) -> HttpResponseBase:
    """The jobs that the address names, as CSV or XLSX."""
    if wish not in FORMATS:
        raise Http404
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"jobs.{wish}"
        write_jobs(path, Jobs(request.member, request.GET), wish)
        # An open file stays readable when its folder is gone.
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"Jobs.{wish}",
            content_type=KINDS[wish],
        )

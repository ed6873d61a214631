"""The price list on its way out and in: planned before anything changes (B05)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from atrium.accounts.stepping_up import sure_to_take
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, ngettext
from atrium.imports.models.export import FORMATS as KINDS
from atrium.imports.price_list import FORMATS, LARGEST_FILE, PricePlan, write_prices
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.prices.listing import PriceList


@require_safe
@member_view(needs=Can.CLIENTS_EXPORT)
@sure_to_take
def export_prices(request: MemberRequest, wish: str) -> HttpResponseBase:
    """The items that the address names, as CSV or XLSX."""
    if wish not in FORMATS:
        raise Http404
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"prices.{wish}"
        write_prices(path, PriceList(request.GET), wish, by=request.member)
        # An open file stays readable when its folder is gone.
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"Prices.{wish}",
            content_type=KINDS[wish],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.IMPORTS_RUN)
@idempotent
def import_prices(request: MemberRequest) -> HttpResponse:
    """Upload a list, see what it would do, then let it be done."""
    if request.method != "POST":
        return _page(request, {})
    try:
        plan = _plan(request)
        if request.POST.get("mark") != plan.mark:
            return _page(request, {"plan": plan, "moved": "mark" in request.POST})
        count = plan.run()
    except Refusal as refusal:
        return _page(request, {"problem": str(refusal)}, status=422)
    messages.success(
        request,
        ngettext(
            "{count:,} item added or changed.", "{count:,} items added or changed.", count
        ).format(count=spoken(count)),
    )
    return redirect("prices", request.member.organisation.slug)


def _plan(request: MemberRequest) -> PricePlan:
    if "rows" in request.POST:
        return PricePlan.again(request.POST["rows"], by=request.member)
    file = request.FILES.get("file")
    if file is None:
        raise Refusal(gettext("Choose a file."), field="file")
    return PricePlan.read(file.read(LARGEST_FILE + 1), file.name or "", by=request.member)


def _page(request: MemberRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"organisation": request.member.organisation} | context
    return render(request, "imports/prices.html", context, status=status)

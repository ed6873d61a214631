"""The page of data quality and its repair (J22)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from atrium.clients.models import PointKind
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.quality.rechecking import Rechecked, recheck
from atrium.quality.report import Report
from atrium.quality.trend import Trend


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def quality(request: MemberRequest) -> HttpResponse:
    """Every figure, each with the list it opens."""
    return render(request, "quality/page.html", _shown(request))


@require_POST
@member_view(needs=Can.CLIENTS_BULK)
def check_again(request: MemberRequest) -> HttpResponse:
    """Read what is invalid once more, as one act that can be undone."""
    kind = request.POST.get("kind", "")
    if kind not in PointKind.values:
        msg = gettext("Say what to check again: email, phone or link.")
        raise Refusal(msg)
    done = recheck(PointKind(kind), by=request.member)
    if "HX-Request" in request.headers:
        return render(request, "quality/checked.html", _shown(request, done))
    messages.success(request, done.words)
    return redirect("quality", request.member.organisation.slug)


def _shown(request: MemberRequest, done: Rechecked | None = None) -> dict[str, object]:
    report = Report(request.member)
    sees_all = request.member.can(Can.CLIENTS_SEE_ALL)
    return {
        "report": report,
        "trend": Trend(request.member.organisation, report.average) if sees_all else None,
        "may_mend": request.member.can(Can.CLIENTS_BULK),
        "organisation": request.member.organisation,
        "done": done,
    }

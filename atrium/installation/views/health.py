"""How the installation does: what the doctor says, on a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.foundation.health import Verdict, examine
from atrium.installation.access import OperatorRequest, operator_view
from atrium.installation.facts import slow_pages, versions
from atrium.queue.facts import queue_state


@require_safe
@operator_view
def health(request: OperatorRequest) -> HttpResponse:
    """Versions, the queue, the slowest pages; the examination itself comes when the page stands."""
    context = {"versions": versions(), "queue": queue_state(), "slow": slow_pages()}
    return render(request, "installation/health.html", context)


@require_safe
@operator_view
def examination(request: OperatorRequest) -> HttpResponse:
    """What the doctor finds, worst first; it takes a moment."""
    order = [Verdict.BAD, Verdict.WARN, Verdict.GOOD]
    findings = sorted(examine(), key=lambda finding: order.index(finding.verdict))
    template = "installation/examination.html"
    if not request.headers.get("HX-Request"):
        template = "installation/examination_page.html"
    return render(request, template, {"findings": findings})

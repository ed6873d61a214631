"""The configuration on its way out and in: seen before anything changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.accounts.stepping_up import sure_first, sure_to_take
from atrium.configuration import plan as planning
from atrium.configuration import taking_back
from atrium.configuration.document import LARGEST, Document, as_text, exported, read
from atrium.configuration.part import in_order, told_left_out
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.ORGANISATION_EDIT)
@sure_to_take
def export(request: MemberRequest) -> HttpResponse:
    """All that is set, as a file."""
    text = exported(request.member)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"configuration-{request.member.organisation.slug}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
@sure_first
def configuration(request: MemberRequest) -> HttpResponse:
    """Choose a file, see what it would do, then let it be done."""
    if request.method != "POST":
        return _page(request, {})
    mark = request.POST.get("mark", "")
    try:
        document = _document(request)
        if not mark:
            return _planned(request, document, planning.preview(document, by=request.member))
        plan = planning.take_in(document, by=request.member, mark=mark)
    except Refusal as refusal:
        return _page(request, {"problem": str(refusal)}, status=422)
    if plan.mark != mark:
        return _planned(request, document, plan, moved=True)
    undo = taking_back.pass_for(plan.act) if plan.act else ""
    return _page(request, {"plan": plan, "done": True, "undo": undo})


@require_POST
@member_view(needs=Can.ORGANISATION_EDIT)
def take_back(request: MemberRequest) -> HttpResponse:
    """Undo an import; what was changed since stays."""
    undoing = taking_back.take_back(request.POST.get("pass", ""), by=request.member)
    left = len(undoing.left_alone)
    if undoing.is_large:
        words = gettext("The import is being undone.")
    elif left:
        words = gettext("The import is undone; {left} were changed or used since and stay.")
    else:
        words = gettext("The import is undone.")
    messages.success(request, words.format(left=left))
    return redirect("configuration", request.member.organisation.slug)


def _document(request: MemberRequest) -> Document:
    if "document" in request.POST:
        return read(request.POST["document"])
    file = request.FILES.get("file")
    if file is None:
        raise Refusal(gettext("Choose a file."), field="file")
    return read(file.read(LARGEST + 1))


def _planned(
    request: MemberRequest, document: Document, plan: planning.Plan, *, moved: bool = False
) -> HttpResponse:
    context = {"plan": plan, "document": as_text(document), "moved": moved}
    return _page(request, context)


def _page(request: MemberRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    parts = [part for part in in_order() if request.member.can(part.needs)]
    context |= {"parts": parts, "left_out": told_left_out()}
    return render(request, "configuration/page.html", context, status=status)

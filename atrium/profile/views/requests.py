"""The requests that wait for an admin, and one of them with its differences (B03)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.profile.facts import asked, listed, seen_by
from atrium.profile.models import ChangeRequest

MOST = 100
DONE = {
    "approve": gettext_lazy("Approved."),
    "reject": gettext_lazy("Rejected."),
    "withdraw": gettext_lazy("Withdrawn."),
}


@require_safe
@member_view(needs=Can.ACCOUNTS_SEE)
def requests(request: MemberRequest) -> HttpResponse:
    """Those that wait, the longest waiting first; or those that were decided, the latest first."""
    decided = request.GET.get("state") == "decided"
    found = list(listed(request.member, decided=decided)[: MOST + 1])
    context = {"requests": found[:MOST], "more": len(found) > MOST, "decided": decided}
    return render(request, "profile/requests.html", context)


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.ACCOUNTS_SEE)
def account_request(request: MemberRequest, key: UUID) -> HttpResponse:
    """One request, and its decision; a refusal is shown above the differences."""
    row = seen_by(request.member).filter(public_id=key).first()
    if row is None:
        raise Http404
    row.client.organisation = request.member.organisation
    deed, error = request.POST.get("deed", ""), ""
    if request.method == "POST":
        error = _refused(request, row, deed)
        if not error:
            messages.success(request, DONE[deed])
            slug = request.member.organisation.slug
            return redirect("client-tab", slug, row.client.number, "account")
    context = {"asked": asked(row, request.member), "client": row.client, "error": error}
    return render(request, "profile/request.html", context, status=422 if error else 200)


def _refused(request: MemberRequest, row: ChangeRequest, deed: str) -> str:
    """Do what was chosen; what speaks against it comes back."""
    member, reason = request.member, request.POST.get("reason", "")
    if deed not in DONE:
        raise Http404
    if deed != "withdraw" and not member.can(Can.ACCOUNTS_APPROVE):
        raise PermissionDenied
    try:
        if deed == "approve":
            row.approve(by=member)
        elif deed == "reject":
            row.reject(by=member, reason=reason)
        else:
            row.withdraw(by=member)
    except Refusal as refusal:
        row.refresh_from_db(fields=["state", "decided_at", "decided_by"])
        return str(refusal)
    return ""

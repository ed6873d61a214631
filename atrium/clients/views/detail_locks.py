"""Who changes which detail of a client, in the settings (V06)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from atrium.clients.detail_lock_form import DetailLockForm
from atrium.clients.detail_locks import locked_for, settle
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def detail_locks(request: MemberRequest) -> HttpResponse:
    """A role for each detail."""
    member, sent = request.member, request.POST if request.method == "POST" else None
    form = DetailLockForm(sent, member=member, locked=locked_for(member))
    if accepted(form, lambda: settle(form.cleaned_data, by=member)):
        messages.success(request, gettext("Saved who changes which detail."))
        return redirect("detail-locks", member.organisation.slug)
    status = 422 if form.is_bound else 200
    return render(request, "clients/detail_locks.html", {"form": form}, status=status)

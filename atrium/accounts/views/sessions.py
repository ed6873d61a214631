from __future__ import annotations

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from atrium.foundation.translation import gettext


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the person's own sessions; ending this one signs out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        logout(request)
        return redirect("account_login")
    session.end()
    messages.success(request, gettext("Ended that session."))
    return redirect("usersessions_list")

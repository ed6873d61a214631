"""Asking for a change of account details (B03)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.profile.facts import own_request
from atrium.profile.forms import AccountForm
from atrium.profile.models import AccountDetails, ChangeRequest
from atrium.profile.models.change_request import may_approve_own


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.ACCOUNTS_ASK)
@idempotent
def change(request: MemberRequest, client: Client) -> HttpResponse:
    """The page on which a change is asked for; who may approve their own can do both at once."""
    member = request.member
    standing = AccountDetails.standing(client)
    own = own_request(client, member)
    if own is not None:
        standing |= own.after
    form = AccountForm(request.POST or None, client=client, member=member, standing=standing)
    at_once = member.can(Can.ACCOUNTS_APPROVE) and may_approve_own(member)
    if form.is_valid() and _asked(request, client, form, at_once=at_once and "now" in request.POST):
        return redirect("client-tab", member.organisation.slug, client.number, "account")
    context = {"client": client, "form": form, "own": own, "at_once": at_once}
    status = 422 if request.method == "POST" else 200
    return render(request, "profile/change.html", context, status=status)


def _asked(request: MemberRequest, client: Client, form: AccountForm, *, at_once: bool) -> bool:
    """Ask, and approve where that is wanted; a refusal is shown in the form."""
    ask = ChangeRequest.ask_and_approve if at_once else ChangeRequest.ask
    reason = form.cleaned_data["reason"]
    try:
        ask(client, by=request.member, texts=form.texts(), reason=reason)
    except Refusal as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    words = (
        gettext("Account details saved.")
        if at_once
        else gettext("Asked. An admin decides, and you are told.")
    )
    messages.success(request, words)
    return True
